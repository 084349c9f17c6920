import type { Storyteller } from '../storyteller';
import type { DemoDocuments } from './documents';
import type { Submitter } from './submitter';

/** The schema that the documents fit, installed and made active where it is not the one that is shipped. */
export async function schemaOf(
  admin: Submitter,
  { schema }: DemoDocuments,
  story: Storyteller,
): Promise<void> {
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
export async function submitted(
  admin: Submitter,
  { whole }: DemoDocuments,
  story: Storyteller,
): Promise<boolean> {
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
