import { SERVICES, type ServiceName } from '@callboard/contracts';
import type { Client } from 'pg';
import { SERVICE_MIGRATIONS } from '../../../migrate/src/service-migrations';
import { type Check, told } from '../check';

/** A newer schema is fine: a version that is about to come has migrated it (design 1, decision 3). */
export const schemaVersions: Check = {
  name: 'schema-versions',
  holds: 'the schema of each service has what this code needs',
  look: async ({ admin }) => {
    const faults: string[] = [];
    for (const service of SERVICES) {
      const run = await migrationsRun(admin, service);
      const missing = SERVICE_MIGRATIONS[service]
        .map(({ name }) => name)
        .filter((name) => !run?.includes(name));
      if (run === undefined) faults.push(`the schema ${service} is not in this database: npm run migrate`);
      else if (missing.length > 0)
        faults.push(`the schema ${service} lacks ${missing.join(', ')}: npm run migrate`);
    }
    return told(faults);
  },
};

async function migrationsRun(admin: Client, service: ServiceName): Promise<string[] | undefined> {
  const { rows: there } = await admin.query<{ there: boolean }>(
    'select to_regclass($1) is not null as there',
    [`${service}.migrations`],
  );
  if (there[0]?.there !== true) return undefined;
  const { rows } = await admin.query<{ name: string }>(`select name from ${service}.migrations`);
  return rows.map(({ name }) => name);
}
