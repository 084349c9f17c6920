import { z } from 'zod';
import { faultsOf, invalidInput } from './invalid-input';

const shape = z.object({
  items: z.array(z.object({ id: z.string() })),
  pick: z.union([z.object({ a: z.string() }), z.object({ b: z.string(), c: z.string() })]),
});

function faults(input: unknown) {
  return faultsOf(shape.safeParse(input).error?.issues ?? []);
}

describe('invalid input', () => {
  it('names each place by its members and indexes', () => {
    expect(faults({ items: [{ id: 'x' }, { id: 1 }, {}], pick: { a: 'x' } })).toEqual([
      { path: ['items', 1, 'id'], message: expect.stringContaining('expected string') },
      { path: ['items', 2, 'id'], message: expect.stringContaining('expected string') },
    ]);
  });

  it('tells of a union what its best fitting alternative lacks', () => {
    expect(faults({ items: [], pick: { b: 'x' } })).toEqual([
      { path: ['pick', expect.any(String)], message: expect.stringContaining('expected string') },
    ]);
  });

  it('puts the first fault into words and lists at most fifty', () => {
    const many = Array.from({ length: 60 }, (_, n) => ({ path: ['items', n], message: 'is no id' }));
    const error = invalidInput('get-jobs', many);
    expect(error.code).toBe('invalid-input');
    expect(error.message).toBe('the input of get-jobs is wrong at items.0: is no id (and 59 more)');
    expect(error.details).toHaveLength(50);
  });
});
