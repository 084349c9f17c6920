import { CONTRACT_WORKFLOWS } from './contract-workflows';

describe('the workflows and capabilities of contract 4', () => {
  it('are the nineteen, each once, with their dates at midnight UTC', () => {
    expect(new Set(CONTRACT_WORKFLOWS.map(({ id }) => id)).size).toBe(19);
    expect(CONTRACT_WORKFLOWS).toHaveLength(19);
    for (const { created_at } of CONTRACT_WORKFLOWS)
      expect(created_at).toMatch(/^\d{4}-\d\d-\d\dT00:00:00\.000Z$/);
  });

  it('keep the names of the contract to the letter', () => {
    expect(CONTRACT_WORKFLOWS[0]).toEqual({
      id: 'metag-1.0.0',
      created_at: '2021-08-24T00:00:00.000Z',
      name: 'Metagenome Analysis Workflow (v1.0.0)',
      description: null,
    });
    expect(CONTRACT_WORKFLOWS.find(({ id }) => id === 'metab-2.1.0')?.name).toBe('Metabolomics  (v2.1.0)');
    expect(CONTRACT_WORKFLOWS.filter(({ description }) => description !== null)).toHaveLength(7);
  });
});
