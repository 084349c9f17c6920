import { getOperations, type StoredObject } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import {
  defineGraph,
  defineOp,
  type GraphDefinition,
  type JobContext,
  JobFailure,
  type WorkflowDefinition,
} from '@callboard/site-kit';
import { z } from 'zod';
import { type PutResult, putResultOf } from './put-result';

const config = z.object({ operation_id: z.string() });

/**
 * `register-put-object-1.0.0`: registers what was put into the object store under an operation, with the id that was
 * promised. What the site has registered itself meanwhile stays.
 */
export function registerPutObject(
  limits: Pick<WorkflowDefinition, 'concurrency' | 'leaseMs'>,
): GraphDefinition {
  return defineGraph({
    id: 'register-put-object-1.0.0',
    ...limits,
    config,
    wire: (step, of) => step(register, of),
  });
}

const register = defineOp({
  name: 'register',
  input: config,
  run: async (context, { operation_id }) => {
    const { items } = await context.ask(getOperations, { ids: [operation_id] });
    const [reply] = items;
    if (!reply?.ok) throw new DomainError('not-found', `there is no operation ${operation_id}`);
    return { object_id: (await registered(putResultOf(reply.item), context)).id };
  },
});

async function registered({ objectId, object }: PutResult, context: JobContext): Promise<StoredObject> {
  try {
    return await context.objects.register(`put/${objectId}`, object);
  } catch (thrown) {
    if (!(thrown instanceof DomainError) || !['already-exists', 'object-exists'].includes(thrown.code))
      throw thrown;
    const existing = await context.objects.get(objectId).catch(() => undefined);
    if (existing) return existing;
    throw new JobFailure(thrown.code, thrown.message, { retriable: false, details: thrown.details });
  }
}
