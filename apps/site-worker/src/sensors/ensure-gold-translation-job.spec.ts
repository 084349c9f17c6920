import type { StoredObject } from '@callboard/contracts';
import { wanted } from './ensure-gold-translation-job';

const dump = (id: string, created_time: string): StoredObject => ({
  id,
  document: { name: 'nmdc_database.json.zip', created_time },
  types: [],
  manager: 'nmdc-runtime',
  version: 1,
  created_at: '2026-06-01T00:00:00Z',
  stored: true,
});

describe('ensure-gold-translation-job', () => {
  it('asks for a job by the id of the newest dump', () => {
    const newest = dump('sys0new', '2026-02-01T00:00:00Z');
    const run = { key: 'sys0new', workflowId: 'gold-translation-1.0.0', config: { object_id: 'sys0new' } };
    expect(wanted(newest, [])).toEqual({ runs: [run] });
    expect(wanted(newest, [newest])).toEqual({ runs: [run] });
  });

  it('passes over an older one, and says because of which', () => {
    const result = wanted(dump('sys0old', '2026-01-01T00:00:00Z'), [dump('sys0new', '2026-02-01T00:00:00Z')]);
    expect(result).toEqual({
      skipped: 'sys0old of 2026-01-01T00:00:00Z is older than sys0new of 2026-02-01T00:00:00Z',
    });
  });
});
