import { type Operation, UPDATE_OPERATORS, type UpdateOperator } from './operations';
import { quoted, refusal } from './update-refusal';

const SUPPORTED = `supported are ${UPDATE_OPERATORS.join(' ')}`;
/** Most paths of one update, and most steps of one. */
const MOST = { paths: 200, steps: 20 };
/** What a document is known by stays as it is. */
const FIXED = ['id', '_id'];

/** Reads what an update does. @throws DomainError `invalid-input`, naming what is supported */
export function readUpdate(sent: Readonly<Record<string, unknown>>): Operation[] {
  const operations = Object.entries(sent).flatMap(([operator, fields]) => {
    if (!isOperator(operator))
      throw refusal(
        `an update has operators, not ${quoted(operator)}: ${SUPPORTED}, such as {"$set": {"name": "x"}}`,
      );
    if (!isObject(fields))
      throw refusal(`${operator} takes an object of paths and values, not ${quoted(fields)}`);
    return Object.entries(fields).map(([path, value]) => ({
      operator,
      path: pathOf(path),
      values: valuesOf(operator, value),
    }));
  });
  if (operations.length === 0)
    throw refusal(`an update has at least one operator and one path: ${SUPPORTED}`);
  if (operations.length > MOST.paths) throw refusal(`an update has at most ${MOST.paths} paths`);
  refuseConflicts(operations);
  return operations;
}

function pathOf(sent: string): string[] {
  const steps = sent.split('.');
  if (steps.length > MOST.steps) throw refusal(`a path has at most ${MOST.steps} steps: ${quoted(sent)}`);
  if (FIXED.includes(steps[0] ?? '')) throw refusal(`the ${steps[0]} of a document stays as it is`);
  const odd = steps.find((step) => step === '' || step.startsWith('$') || step === '__proto__');
  if (odd !== undefined)
    throw refusal(`a path has names and numbers between dots, such as "a.0.b", and no ${quoted(odd)}`);
  return steps;
}

function valuesOf(operator: UpdateOperator, sent: unknown): readonly unknown[] {
  const many = { $push: '$each', $addToSet: '$each', $pull: '$in', $set: undefined, $unset: undefined }[
    operator
  ];
  if (operator === '$unset') return [];
  if (many === undefined || !isObject(sent) || !Object.keys(sent).some((key) => key.startsWith('$')))
    return [plain(operator, sent)];
  const list = sent[many];
  if (Object.keys(sent).length > 1 || !Array.isArray(list))
    throw refusal(`${operator} takes a value, or {"${many}": [...]}, not ${quoted(sent)}`);
  return list.map((value: unknown) => plain(operator, value));
}

/** Nothing of the language stands in a document. */
function plain(operator: UpdateOperator, value: unknown): unknown {
  if (Array.isArray(value)) return value.map((member: unknown) => plain(operator, member));
  if (!isObject(value)) return value;
  for (const [key, member] of Object.entries(value)) {
    if (key.startsWith('$')) throw refusal(`${operator} takes plain values, without ${quoted(key)}`);
    plain(operator, member);
  }
  return value;
}

/** Two operators at one path, or one below the other, would depend on their order. */
function refuseConflicts(operations: readonly Operation[]): void {
  const paths = operations.map(({ path }) => `${path.join('.')}.`).sort();
  for (const [at, path] of paths.entries())
    if (at > 0 && path.startsWith(paths[at - 1] ?? ''))
      throw refusal(`an update changes a path once, and nothing below it: ${quoted(path.slice(0, -1))}`);
}

const isOperator = (name: string): name is UpdateOperator =>
  (UPDATE_OPERATORS as readonly string[]).includes(name);

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
