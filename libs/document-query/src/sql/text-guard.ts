import { textsOfTest } from '../asked-texts';
import type { TextsOfDocument } from '../fields';
import type { ValueTest } from './json-test';
import type { Parameters } from './parameters';

/**
 * SQL that holds wherever the test can hold, for an index to find documents by: that the texts asked for stand somewhere
 * in the document. Undefined where the index knows nothing of what is asked for.
 */
export function textGuard(
  test: ValueTest,
  { sql, of, longest }: TextsOfDocument,
  parameters: Parameters,
): string | undefined {
  if (test.is !== 'in' && test.is !== 'equal') return undefined;
  const texts = textsOfTest(test, longest);
  if (texts === undefined) return undefined;
  // Of an array that is asked for as a whole all texts stand there.
  return `${sql} ${test.is === 'in' ? '&&' : '@>'} ${of(parameters.add(texts, 'text[]'))}`;
}
