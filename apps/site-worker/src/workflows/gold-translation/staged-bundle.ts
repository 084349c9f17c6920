import type { StoredObject } from '@callboard/contracts';
import type { JobContext } from '@callboard/site-kit';
import { type Found, readDocuments, stageSubmission } from '@callboard/submission';
import type { ObjectAccess } from '../../object-bytes/open-object';
import { asFinal } from '../final-refusals';
import { withSpooled } from './spooled-object';
import { zipEntry, type ZipLimits } from './zip-entry';

/** What the zip has to hold. */
const DATABASE = 'nmdc_database.json';

/** What a step of this work may do. */
export type Tools = Pick<JobContext, 'ask' | 'objects' | 'signal'>;

/** A bundle whose documents are staged with the service `metadata`. */
export interface StagedBundle {
  readonly submissionId: string;
  /** Documents that stand in it, by collection. */
  readonly read: ReadonlyMap<string, number>;
}

/** Reads the database out of the zip, document by document, and stages what it finds. */
export function stageBundle(
  object: StoredObject,
  tools: Tools,
  access: ObjectAccess,
  limits: ZipLimits,
): Promise<StagedBundle> {
  const { objects, signal } = tools;
  return withSpooled(object, { ...access, objects, signal }, async (path) => {
    const read = new Map<string, number>();
    const found = counted(readDocuments(zipEntry(path, DATABASE, limits)), read, signal);
    try {
      return {
        submissionId: await stageSubmission(found, (contract, input) => tools.ask(contract, input)),
        read,
      };
    } catch (thrown) {
      throw asFinal(thrown);
    }
  });
}

async function* counted(
  found: AsyncIterable<Found>,
  read: Map<string, number>,
  signal: AbortSignal,
): AsyncGenerator<Found> {
  for await (const each of found) {
    signal.throwIfAborted();
    const name = each.what === 'collection' ? each.name : each.collection;
    read.set(name, (read.get(name) ?? 0) + (each.what === 'document' ? 1 : 0));
    yield each;
  }
}
