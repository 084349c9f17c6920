import { randomUUID } from 'node:crypto';
import {
  checkSubmission,
  type RequestContract,
  SUBMISSION_DOCUMENTS,
  stageDocuments,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { z } from 'zod';
import type { Found } from './read-documents';

/** Asks the service `metadata`, as whoever submits. */
export type Ask = <I, O>(contract: RequestContract<I, O>, input: I) => Promise<O>;

type Batch = z.infer<typeof stageDocuments.input>;
export type SubmissionVerdict = z.infer<typeof checkSubmission.output>;

/** Most documents of a batch, and the bytes above which it is sent off. */
const BATCH_DOCUMENTS = 500;
const BATCH_BYTES = 1024 * 1024;
/** Most collections that a submission may name; a schema has some twenty. */
const MOST_COLLECTIONS = 500;

/** Stages what is found, batch by batch, and gives the id of the submission. */
export async function stageSubmission(found: AsyncIterable<Found>, ask: Ask): Promise<string> {
  const submission_id = randomUUID();
  let [documents, collections, bytes] = [0, 0, 0];
  let batch: Batch = { submission_id, n: 0, items: [], collections: [] };
  const send = async (): Promise<void> => {
    await ask(stageDocuments, batch);
    batch = { submission_id, n: batch.n + 1, items: [], collections: [] };
    bytes = 0;
  };
  for await (const each of found) {
    if (each.what === 'collection') {
      collections += 1;
      if (collections > MOST_COLLECTIONS) throw tooMuch(`${MOST_COLLECTIONS} collections`);
      batch.collections.push({ name: each.name.slice(0, 300), is_list: each.isList });
    } else {
      documents += 1;
      if (documents > SUBMISSION_DOCUMENTS) throw tooMuch(`${SUBMISSION_DOCUMENTS} documents`);
      const { collection, place, document } = each;
      const size = JSON.stringify(document).length;
      if (batch.items.length === BATCH_DOCUMENTS || (bytes > 0 && bytes + size > BATCH_BYTES)) await send();
      batch.items.push({ collection: collection.slice(0, 300), place, document });
      bytes += size;
    }
  }
  await send();
  return submission_id;
}

/** Stages what is found and says what is wrong with it. */
export async function submissionVerdict(
  found: AsyncIterable<Found>,
  ask: Ask,
): Promise<SubmissionVerdict & { submissionId: string }> {
  const submissionId = await stageSubmission(found, ask);
  return { submissionId, ...(await ask(checkSubmission, { submission_id: submissionId, references: true })) };
}

const tooMuch = (what: string): DomainError =>
  new DomainError('too-large', `a submission has at most ${what}: send several`);
