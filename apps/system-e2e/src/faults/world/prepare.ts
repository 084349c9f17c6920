import type { Client } from '../../support/client';
import { LEASE_MS, NOBODYS, OBJECT_TYPE, POSTED, SOLO, TRIGGERED } from './workflows';

/** Nothing is given up while processes are killed again and again. */
const PATIENT = { max_expiries: 1000, max_attempts: 1000, retry_delay_ms: 100 };

/** Registers the object type, the workflows and the triggers of the suite. */
export async function prepare(admin: Client): Promise<void> {
  const must = async (method: string, path: string, body: unknown): Promise<void> => {
    const { status, body: said } = await admin.call(method, path, body);
    if (status >= 300) throw new Error(`${method} ${path} answers ${status}: ${JSON.stringify(said)}`);
  };
  const registered = { name: 'of the faults', description: 'of the faults' };
  await must('POST', '/object_types', { id: OBJECT_TYPE, ...registered });
  for (const id of [...TRIGGERED, POSTED, SOLO, NOBODYS]) {
    await must('POST', '/workflows', { id, ...registered });
    const lease = id === NOBODYS ? {} : { lease_ms: LEASE_MS };
    await must('PATCH', `/workflows/${id}`, { ...PATIENT, ...lease });
  }
  for (const workflow_id of TRIGGERED)
    await must('POST', '/triggers', { object_type_id: OBJECT_TYPE, workflow_id });
}
