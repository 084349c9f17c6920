import type { Demo } from '../demo';
import type { DemoStack } from '../on-demo-stack';
import type { Storyteller } from '../storyteller';
import { demoDocuments, type DemoDocuments } from './documents';
import { refusals } from './refusals';
import { Submitter } from './submitter';
import { tagged } from './tagged';

/** `npm run demo -- metadata`: metadata on all its ways: validated, submitted, read back, handed in by a tag, refused. */
export function metadataDemo(): Demo {
  const documents = demoDocuments();
  return {
    title: `metadata of ${documents.from}`,
    walk: async (on, story) => {
      const { adminUsername: username, adminPassword: password } = on.stack.dev;
      const admin = await Submitter.logIn(on.stack, { grant_type: 'password', username, password });
      return tell(on, admin, documents, story);
    },
  };
}

async function tell(
  demo: DemoStack,
  admin: Submitter,
  documents: DemoDocuments,
  story: Storyteller,
): Promise<boolean> {
  await schemaOf(admin, documents, story);
  const succeeded =
    (await submitted(admin, documents, story)) &&
    (await tagged(demo, documents.more, story)) &&
    (await refusals(demo, admin, documents.broken, story));
  story.hops();
  story.note(succeeded ? 'all went as it should' : 'not all went as it should');
  return succeeded;
}

async function schemaOf(admin: Submitter, { schema }: DemoDocuments, story: Storyteller): Promise<void> {
  story.step('logged in', 'as the admin');
  if (schema !== undefined) {
    const { version } = await admin.must<{ version: number }>('POST', '/schemas', schema);
    story.step('schema installed', `version ${version}`);
    await admin.must('POST', `/schemas/${version}:activate`);
  }
  const names = await admin.must<string[]>('GET', '/nmdcschema/collection_names');
  story.step('schema active', `${names.length} collections`);
}

/** Validated, submitted, ingested by a job of the runtime's own site, and read back. */
async function submitted(admin: Submitter, { whole }: DemoDocuments, story: Storyteller): Promise<boolean> {
  const { result } = await admin.must<{ result: string }>('POST', '/metadata/json:validate', whole);
  story.step('validated', result);
  const reply = await admin.must<{ detail: { run_id: string } }>('POST', '/metadata/json:submit', whole);
  story.step('submitted', `run ${reply.detail.run_id}`);
  const run = await admin.runEnded(reply.detail.run_id);
  story.step('ingested', `${run.status}, operation ${run.operation_id ?? 'none'}`);
  const [collection = '', [first] = []] = Object.entries(whole)[0] ?? [];
  const id = String(first?.id);
  const read = await admin.call<{ id?: string }>('GET', `/nmdcschema/${collection}/${id}`);
  story.step('read back', `${id} of ${collection}`);
  return result === 'All Okay!' && run.status === 'COMPLETE' && read.body.id === id;
}
