import { createHash, randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Operation } from '@callboard/contracts';
import type { DemoStack } from '../on-demo-stack';
import type { Storyteller } from '../storyteller';
import type { Submission } from './documents';
import { Submitter } from './submitter';

/** The other way: an object that bears the type `metadata-in`. A trigger makes a job of it. */
export async function tagged(demo: DemoStack, documents: Submission, story: Storyteller): Promise<boolean> {
  const { outcome, result } = await handedInAsObject(demo, documents);
  story.step('tagged and ingested', JSON.stringify(result));
  return outcome === 'succeeded';
}

/** Registers a file as an object of the runtime's site, tags it, and gives the operation once it has ended. */
export async function handedInAsObject(
  { stack, folder }: DemoStack,
  documents: Submission,
): Promise<Operation> {
  const { runtimeClientId: client_id, runtimeClientSecret: client_secret } = stack.secrets;
  const site = await Submitter.logIn(stack, { grant_type: 'client_credentials', client_id, client_secret });
  const text = JSON.stringify(documents);
  const file = join(folder, `${randomUUID()}.json`);
  writeFileSync(file, text);
  const { id } = await site.must<{ id: string }>('POST', '/objects', {
    size: Buffer.byteLength(text),
    checksums: [{ type: 'sha256', checksum: createHash('sha256').update(text).digest('hex') }],
    created_time: new Date().toISOString(),
    access_methods: [{ type: 'file', access_url: { url: pathToFileURL(file).href } }],
  });
  await site.must('PUT', `/objects/${id}/types`, ['metadata-in']);
  return site.jobEnded(id);
}
