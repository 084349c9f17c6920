/**
 * The environment for PostgreSQL's programs: ours without the PG* variables, which would bend them (PGDATA,
 * PGPORT, PGOPTIONS), and in the C locale, so that messages can be recognised.
 */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !name.startsWith('PG'));
  return { ...Object.fromEntries(kept), LC_ALL: 'C' };
}
