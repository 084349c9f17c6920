import { SEEDED_OBJECT_TYPES } from './seeded-object-types';

describe('seeded object types', () => {
  it('are the 34 of contract 4 and the one of the demo, each once', () => {
    expect(SEEDED_OBJECT_TYPES).toHaveLength(35);
    expect(new Set(SEEDED_OBJECT_TYPES.map(({ id }) => id)).size).toBe(35);
    expect(SEEDED_OBJECT_TYPES.at(-1)?.id).toBe('sequence-reads');
  });

  it('name the 18 schema collections after themselves', () => {
    const sets = SEEDED_OBJECT_TYPES.filter(({ id, name }) => id === name);
    expect(sets).toHaveLength(18);
    expect(
      sets.every(({ id, createdAt }) => /_set$/.test(id) && createdAt === '2021-09-14T00:00:00.000Z'),
    ).toBe(true);
  });

  it('keep the texts that clients know, empty ones too', () => {
    const of = (id: string) => SEEDED_OBJECT_TYPES.find((type) => type.id === id);
    expect(of('gcms-metab-input')).toMatchObject({ name: 'Raw GCMS MetaB Input', description: '' });
    expect(of('mags_activity_set')).toMatchObject({ name: 'metaP analysis activity', description: null });
    expect(of('schema#/definitions/Database')).toBeDefined();
  });
});
