import { SEEDED_CAPABILITIES } from './seeded-capabilities';

describe('seeded capabilities (contract 4)', () => {
  it('are the nineteen, each once, with their dates at midnight UTC', () => {
    expect(new Set(SEEDED_CAPABILITIES.map(({ id }) => id)).size).toBe(19);
    expect(SEEDED_CAPABILITIES).toHaveLength(19);
    for (const { created_at } of SEEDED_CAPABILITIES)
      expect(created_at).toMatch(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/);
  });

  it('keep the names of the contract to the letter', () => {
    expect(SEEDED_CAPABILITIES[0]).toEqual({
      id: 'metag-1.0.0',
      created_at: '2021-08-24T00:00:00.000Z',
      name: 'Metagenome Analysis Workflow (v1.0.0)',
      description: null,
    });
    expect(SEEDED_CAPABILITIES.find(({ id }) => id === 'metab-2.1.0')?.name).toBe('Metabolomics  (v2.1.0)');
    expect(SEEDED_CAPABILITIES.filter(({ description }) => description !== null)).toHaveLength(7);
  });
});
