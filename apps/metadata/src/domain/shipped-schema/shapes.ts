/** Pieces of which the classes are made. */

const LOCAL = '([0-9][a-z]{0,6}[0-9])-([A-Za-z0-9]{1,})';
const VERSIONED = '(\\.[1-9]{1}[0-9]{0,})';

const pattern = (codes: readonly string[], tail = ''): string =>
  `^(nmdc):${codes.length === 1 ? codes[0] : `(${codes.join('|')})`}-${LOCAL}${tail}$`;

/** The id of documents of a type code. */
export const idOf = (...codes: string[]) => ({ type: 'string', pattern: pattern(codes) });
/** The id of workflow executions: the run of a workflow has a number behind the dot. */
export const versionedIdOf = (...codes: string[]) => ({ type: 'string', pattern: pattern(codes, VERSIONED) });

export const TEXT = { type: ['string', 'null'] };
export const TEXTS = { type: ['array', 'null'], items: { type: 'string' } };
export const NUMBER = { type: ['number', 'null'] };
export const INTEGER = { type: ['integer', 'null'] };
export const BOOLEAN = { type: ['boolean', 'null'] };

const orNull = (schema: object) => ({ anyOf: [schema, { type: 'null' }] });
export const one = (name: string) => orNull({ $ref: `#/$defs/${name}` });
export const oneOf = (values: readonly string[]) => ({ enum: [...values, null] });
export const many = (...names: string[]) => {
  const refs = names.map((name) => ({ $ref: `#/$defs/${name}` }));
  return { type: ['array', 'null'], items: refs.length === 1 ? refs[0] : { anyOf: refs } };
};
export const allNamed = (...codes: string[]) => ({ type: 'array', items: idOf(...codes) });
export const namedRuns = (...codes: string[]) => ({
  type: ['string', 'null'],
  pattern: pattern(codes, VERSIONED),
});

/** A class: `type` says which one it is, and nothing stands in it that is not named here. */
export const classOf = (
  title: string,
  description: string,
  properties: Record<string, object>,
  required: readonly string[] = [],
  prefix = 'nmdc',
) => ({
  title,
  description,
  type: 'object',
  properties: { ...properties, type: { type: 'string', enum: [`${prefix}:${title}`] } },
  required: [...required, 'type'],
  additionalProperties: false,
});
