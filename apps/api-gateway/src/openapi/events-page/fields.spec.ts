import { fieldsOf } from './fields';

const none = (): never => {
  throw new Error('nothing is referred to');
};

/** Name, type, whether it must be there, and limits, indented by depth. */
const lines = (
  schema: Record<string, unknown>,
  resolve: (reference: string) => Record<string, unknown> = none,
) =>
  fieldsOf(schema, resolve).map(
    ({ depth, name, type, required, limits }) =>
      `${'  '.repeat(depth)}${name} ${type}${required ? '!' : ''}${limits === '' ? '' : ` (${limits})`}`,
  );

describe('the fields of a shape', () => {
  it('stand below each other, with type, need and limits', () => {
    const item = {
      type: 'object',
      properties: {
        id: { type: 'string', minLength: 1, maxLength: 9, default: 'a' },
        n: { type: 'integer', maximum: Number.MAX_SAFE_INTEGER },
      },
      required: ['id'],
    };
    const schema = { type: 'object', properties: { items: { type: 'array', items: item, minItems: 1 } } };
    expect(lines(schema)).toEqual([
      'items array of object (1 or more items)',
      '  id string! (1 to 9 characters; a if left out)',
      '  n integer',
    ]);
  });

  it('tell choices apart, and what may be null', () => {
    const choice = (name: string) => ({
      type: 'object',
      properties: { [name]: { type: ['string', 'null'] } },
    });
    expect(lines({ oneOf: [choice('a'), choice('b')] })).toEqual([
      ' either!',
      '  a string or null',
      ' or!',
      '  b string or null',
    ]);
    expect(lines({ anyOf: [choice('a'), { type: 'null' }] })).toEqual(['a string or null']);
  });

  it('of a shape that holds itself are written out once', () => {
    const tree = { type: 'object', properties: { kids: { type: 'array', items: { $ref: '#/x/Tree' } } } };
    expect(lines({ $ref: '#/x/Tree' }, () => tree)).toEqual(['kids array of Tree']);
  });

  it('of a plain value are one line', () => {
    expect(lines({ type: 'string', pattern: '^a$' })).toEqual([' string! (matches ^a$)']);
    expect(lines({ enum: ['a', 1] })).toEqual([' "a" | 1!']);
    expect(lines({})).toEqual([' anything!']);
  });
});
