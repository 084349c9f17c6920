import type { Job, Operation } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import type { Client } from './client';

/** The jobs of a workflow about this object, or this operation. */
export async function jobsAbout(client: Client, workflow: string, thing: string): Promise<Job[]> {
  return (await client.jobs()).filter(
    ({ workflow: { id }, config }) =>
      id === workflow && [config.object_id, config.operation_id].includes(thing),
  );
}

/** The operation of the job of a workflow about this object or operation, once the job has ended. */
export async function endedAbout(client: Client, workflow: string, thing: string): Promise<Operation> {
  const job = await eventually(
    `${workflow} of ${thing} has ended`,
    async () =>
      (await jobsAbout(client, workflow, thing)).find(({ state }) => !['queued', 'claimed'].includes(state)),
    { timeoutMs: 30_000 },
  );
  return client.operation(job.claims?.at(-1)?.op_id ?? '');
}
