import type { Job, Operation } from '@callboard/contracts';
import { asking } from './asking';
import type { World } from './world';
import { NOBODYS } from './workflows';

/** Posts a job. A lost answer makes two, of which the ledger knows one. */
export async function postJob(world: World, workflow: string, config: object = {}): Promise<string> {
  const body = { workflow: { id: workflow }, config };
  const job = await asking<Job>(() => world.site, world.ledger, ['POST', '/jobs', body], [201]);
  world.ledger.posted.add(job.body.id);
  return job.body.id;
}

/** Claims a job over HTTP, and asks again whatever is not answered: the same site gets its open operation again. */
export async function claimJob(world: World, jobId: string): Promise<Operation> {
  const path = `/jobs/${jobId}:claim`;
  const { body } = await asking<Operation>(() => world.site, world.ledger, ['POST', path], [200]);
  world.ledger.claimed.set(body.id, jobId);
  return body;
}

/** Reports progress. */
export async function report(world: World, operationId: string, metadata: object): Promise<void> {
  const path = `/operations/${operationId}`;
  await asking(() => world.site, world.ledger, ['PATCH', path, { metadata }], [200]);
}

/** Ends an operation with success. */
export async function settle(world: World, operationId: string): Promise<void> {
  const path = `/operations/${operationId}`;
  const body = { done: true, result: { fine: true } };
  await asking(() => world.site, world.ledger, ['PATCH', path, body], [200]);
  world.ledger.ended.set(operationId, 'succeeded');
}

/** One job from its posting to its end, over HTTP. */
export async function walkOverHttp(world: World): Promise<void> {
  const operation = await claimJob(world, await postJob(world, NOBODYS));
  await report(world, operation.id, { phase: 'half' });
  await settle(world, operation.id);
}
