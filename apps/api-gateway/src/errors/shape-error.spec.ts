import { drsObjectIn, listQuery, operationPatch } from '@callboard/contracts';
import { z, type ZodType } from 'zod';
import { issuesOf, type ValidationIssue } from './shape-error';

function issues(schema: ZodType, raw: unknown, place: 'body' | 'query' = 'body'): ValidationIssue[] {
  const { error } = schema.safeParse(raw);
  if (error === undefined) throw new Error('this is valid');
  return issuesOf(place, raw, error);
}

const object = {
  size: 1,
  created_time: '2026-01-02',
  checksums: [{ type: 'sha256', checksum: 'x' }],
  access_methods: [],
};

describe('validation issues (contract 0)', () => {
  it.each([
    ['missing', undefined, { type: 'missing', loc: ['body'], msg: 'Field required', input: null }],
    ['no object', [], { type: 'model_attributes_type', loc: ['body'], input: [] }],
    [
      'a text for a number',
      { ...object, size: '12' },
      { type: 'int_type', loc: ['body', 'size'], input: '12' },
    ],
    ['a fraction', { ...object, size: 1.5 }, { type: 'int_type', loc: ['body', 'size'] }],
    [
      'below zero',
      { ...object, size: -1 },
      { type: 'greater_than_equal', ctx: { ge: 0 }, msg: 'Input should be greater than or equal to 0' },
    ],
    ['an empty list', { ...object, checksums: [] }, { type: 'too_short', loc: ['body', 'checksums'] }],
    [
      'an empty text',
      { ...object, checksums: [{ type: 'md5', checksum: '' }] },
      { type: 'string_too_short' },
    ],
    [
      'an unknown checksum',
      { ...object, checksums: [{ type: 'crc', checksum: 'x' }] },
      { type: 'string_pattern_mismatch', loc: ['body', 'checksums', 0, 'type'], input: 'crc' },
    ],
    [
      'a check of our own',
      { ...object, access_methods: null },
      {
        type: 'value_error',
        msg: 'Value error, one of contents and access_methods must be given',
        ctx: { error: {} },
      },
    ],
    [
      'another access type',
      { ...object, access_methods: [{ type: 'carrier-pigeon', access_id: 'x' }] },
      { type: 'enum', loc: ['body', 'access_methods', 0, 'type'] },
    ],
    ['no date', { ...object, created_time: 'soon' }, { type: 'value_error', loc: ['body', 'created_time'] }],
  ])('%s', (_, raw, expected) => {
    expect(issues(drsObjectIn, raw)[0]).toMatchObject(expected);
  });

  it('tells the alternative of a union that fits best', () => {
    expect(issues(operationPatch, { done: 'maybe' })).toMatchObject([{ type: 'bool_type', input: 'maybe' }]);
  });

  it('names the type that clients know for numbers in a query', () => {
    expect(issues(listQuery, { max_page_size: 'many' }, 'query')).toMatchObject([
      { type: 'int_parsing', loc: ['query', 'max_page_size'], input: 'many' },
    ]);
  });

  it('repeats input shortened, and no secrets', () => {
    const login = z.object({ name: z.string(), password: z.string().min(8) });
    const raw = { name: { deep: { deeper: { deepest: { x: 1 } } } }, password: 'hunter2' };
    expect(JSON.stringify(issues(login, raw))).not.toContain('hunter2');
    expect(JSON.stringify(issues(login, { password: 'hunter2-hunter2' }))).not.toContain('hunter2');
    const long = issues(z.object({ a: z.number() }), { a: 'x'.repeat(10_000) });
    expect(JSON.stringify(long).length).toBeLessThan(500);
  });

  it('does not answer ten thousand faults with ten thousand issues', () => {
    const raw = Array.from({ length: 10_000 }, () => 1);
    expect(issues(z.array(z.string()), raw)).toHaveLength(50);
  });
});
