import { silentLog } from '@callboard/kernel';
import { Pruner } from '@callboard/outbox';
import { Database } from '@callboard/persistence';
import { testDatabase } from '@callboard/testing';
import { migrations } from './migrations';
import { prunedTables } from './pruned-tables';

describe('revocations', () => {
  it('stay as a record after their end, as long as history does, and all that still refuse stay', async () => {
    const place = await testDatabase([{ service: 'sites', migrations }]);
    const database = await Database.open({ url: place.url('sites'), service: 'sites', migrations });
    await database.query(`insert into sites (id) values ('NERSC')`);
    await database.query(`
      insert into revocations (subject, until, site_id, revoked_by)
      select 'client:' || days, now() - days * interval '1 day', 'NERSC', 'ana' from unnest(array[-1, 29, 31]) as d (days)`);
    const parts = { database, log: silentLog, tables: prunedTables };
    const kept = { RETAIN_OUTBOX_DAYS: 3, RETAIN_DEAD_LETTERS_DAYS: 90 };
    for (const [RETAIN_HISTORY_DAYS, left] of [
      ['forever', 3],
      [30, 2],
    ] as const) {
      const pruner = new Pruner({ ...parts, retention: { ...kept, RETAIN_HISTORY_DAYS } });
      for (const table of prunedTables) await pruner.prune(table);
      expect(await database.query('select from revocations')).toHaveLength(left);
    }
    await database.close();
    await place.drop();
  });
});
