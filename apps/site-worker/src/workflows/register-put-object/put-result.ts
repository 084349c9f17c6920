import {
  type DrsObjectIn,
  drsObjectIn,
  keyInStore,
  type Operation,
  PUT_OPERATION_MODEL,
} from '@callboard/contracts';
import { JobFailure } from '@callboard/site-kit';
import { z } from 'zod';

const putMetadata = z.object({
  model: z.literal(PUT_OPERATION_MODEL),
  site_id: z.string(),
  object_id: z.string(),
});

/** What an operation to put an object promised, and the description that it ended with. */
export interface PutResult {
  readonly objectId: string;
  readonly object: DrsObjectIn;
}

/** @throws JobFailure `not-a-put-operation`, `invalid-result`, `other-object`: none is better the next time */
export function putResultOf(operation: Operation): PutResult {
  const metadata = putMetadata.safeParse(operation.metadata);
  if (!metadata.success || operation.outcome !== 'succeeded')
    throw final('not-a-put-operation', `no object was put under ${operation.id}, or not to the end`);
  const { object_id: objectId, site_id: siteId } = metadata.data;
  const object = drsObjectIn.safeParse(operation.result);
  if (!object.success)
    throw final(
      'invalid-result',
      `the result of ${operation.id} describes no object: ${z.prettifyError(object.error).slice(0, 1000)}`,
    );
  const ids = (object.data.access_methods ?? []).flatMap(({ access_id }) => access_id ?? []);
  if (ids.some((id) => keyInStore(siteId, id) === objectId)) return { objectId, object: object.data };
  throw final(
    'other-object',
    `the result of ${operation.id} has no access id ${siteId}:${objectId}, which is the object that was promised`,
  );
}

const final = (code: string, message: string): JobFailure =>
  new JobFailure(code, message, { retriable: false });
