import { type QuerySource, resolve } from './fields';
import type { Filter, Operand, Test } from './filter';

/**
 * The texts that a value has to be, or one of them; undefined where a test asks for anything but texts, or for one that
 * is longer than those that are kept.
 */
export function textsOfTest(test: Test, longest: number): readonly string[] | undefined {
  const are = (operands: readonly Operand[]): operands is readonly string[] =>
    operands.length > 0 && operands.every((one) => typeof one === 'string' && one.length <= longest);
  if (test.is === 'in') return are(test.list) ? test.list : undefined;
  if (test.is !== 'equal') return undefined;
  const all = Array.isArray(test.to) ? (test.to as readonly Operand[]) : [test.to];
  return are(all) ? all : undefined;
}

/**
 * The texts without which no document matches, list by list: of each list some must stand in it. For whoever has to know
 * beforehand whether the index of texts is worth its while.
 */
export function askedTexts(filter: Filter, source: QuerySource): readonly (readonly string[])[] {
  if (filter.is === 'and') return filter.filters.flatMap((part) => askedTexts(part, source));
  if (filter.is !== 'field') return [];
  const texts = resolve(filter.path, source)?.field.texts;
  return texts === undefined ? [] : textsOf(filter.test, texts.longest);
}

function textsOf(test: Test, longest: number): readonly (readonly string[])[] {
  if (test.is === 'all') return test.tests.flatMap((one) => textsOf(one, longest));
  const texts = textsOfTest(test, longest);
  return texts === undefined ? [] : [texts];
}
