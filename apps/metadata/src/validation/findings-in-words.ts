import type { ErrorObject } from 'ajv';

/** Most characters of a value in a text. */
const SHOWN = 200;

/** What is wrong in one place, in the words that clients of the reference know (contract 6.2, 1b). */
export function inWords(error: ErrorObject): string {
  const value = shown(error.data);
  const { params } = error as { params: Record<string, unknown> };
  switch (error.keyword) {
    case 'required':
      return `'${text(params.missingProperty)}' is a required property`;
    case 'additionalProperties':
      return `Additional properties are not allowed ('${text(params.additionalProperty)}' was unexpected)`;
    case 'unevaluatedProperties':
      return `Additional properties are not allowed ('${text(params.unevaluatedProperty)}' was unexpected)`;
    case 'type':
      return `${value} is not of type ${typesOf(params.type)}`;
    case 'pattern':
      return `${value} does not match '${text(params.pattern)}'`;
    case 'enum':
      return `${value} is not one of ${shown(params.allowedValues)}`;
    case 'const':
      return `${value} should be ${shown(params.allowedValue)}`;
    case 'format':
      return `${value} is not a '${text(params.format)}'`;
    case 'anyOf':
    case 'oneOf':
      return `${value} is not valid under any of the given schemas`;
    default:
      return `${value} ${error.message ?? `fails ${error.keyword}`}`;
  }
}

/**
 * Leaves out what would only confuse: a slot that may be null is told by its other alternative, and a choice of
 * several is told by its own error when nothing more particular is known.
 */
export function tellingErrors(errors: readonly ErrorObject[]): ErrorObject[] {
  const notNull = errors.filter((error) => !isNullAlternative(error) && error.keyword !== 'if');
  const plain = notNull.filter((error) => !isChoice(error));
  const isTold = (choice: ErrorObject): boolean =>
    plain.some(({ instancePath }) => instancePath.startsWith(choice.instancePath));
  return notNull.filter((error) => !isChoice(error) || !isTold(error));
}

const isChoice = ({ keyword }: ErrorObject): boolean => keyword === 'anyOf' || keyword === 'oneOf';

const isNullAlternative = ({ keyword, params, schemaPath }: ErrorObject): boolean =>
  keyword === 'type' &&
  (params as { type?: unknown }).type === 'null' &&
  /\/(anyOf|oneOf)\/\d+\/type$/.test(schemaPath);

const text = (value: unknown): string => String(value).slice(0, SHOWN);

const typesOf = (types: unknown): string =>
  (Array.isArray(types) ? types : String(types).split(',')).map((type) => `'${String(type)}'`).join(', ');

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${value.slice(0, SHOWN)}'`;
  return (JSON.stringify(value) ?? 'nothing').slice(0, SHOWN);
}
