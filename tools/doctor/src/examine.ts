import type { Client } from 'pg';
import type { Check, Finding, Patient } from './check';
import { CHECKS } from './checks';
import { schemaVersions } from './checks/schema-versions';

/** PostgreSQL may use so much for one step of a check before it writes to disk; nothing is changed. */
const BEGIN = `begin read only; set local work_mem = '64MB'`;

/**
 * Looks at a running system and yields whatever should not be. Each statement sees one moment, and what services may
 * take some seconds for is not told. Without the schemas of this code only that is told.
 *
 * @param checks all of them, unless named
 * @throws whatever PostgreSQL or NATS say when they cannot be asked
 */
export async function* examine(
  patient: Patient,
  checks: readonly Check[] = CHECKS,
): AsyncGenerator<Finding, void, void> {
  const missing = await findingsOf(schemaVersions, patient);
  yield* missing;
  if (missing.length > 0) return;
  for (const check of checks) yield* await findingsOf(check, patient);
}

/** {@link examine} as a list, for tests. */
export async function findingsIn(patient: Patient, checks: readonly Check[] = CHECKS): Promise<Finding[]> {
  const findings: Finding[] = [];
  for await (const finding of examine(patient, checks)) findings.push(finding);
  return findings;
}

async function findingsOf(check: Check, patient: Patient): Promise<Finding[]> {
  const faults = await readOnly(patient.admin, () => check.look(patient));
  return faults.map((text) => ({ check: check.name, text }));
}

async function readOnly<T>(admin: Client, work: () => Promise<T>): Promise<T> {
  await admin.query(BEGIN);
  try {
    return await work();
  } finally {
    // Also after a failure, when it rolls back; a connection that broke has nothing left to end.
    await admin.query('commit').catch(() => undefined);
  }
}
