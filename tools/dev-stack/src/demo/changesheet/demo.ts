import { isDeepStrictEqual } from 'node:util';
import type { DrsObjectWithTypes } from '@callboard/contracts';
import type { Demo } from '../demo';
import { demoDocuments, type Json } from '../metadata/documents';
import { schemaOf, submitted } from '../metadata/hand-in';
import { Submitter } from '../metadata/submitter';
import type { Storyteller } from '../storyteller';
import { brokenSheet, type DemoSheet, demoSheet } from './sheet';

const FIELD = 'uploaded_file';
const FILE = 'changes.csv';

interface Preview {
  rows: { row: number; id: string; attribute: string; before: unknown; after: unknown }[];
}

/** `npm run demo -- changesheet`: documents, a sheet that changes them, what it would do, what it did, and its undoing. */
export function changesheetDemo(): Demo {
  const documents = demoDocuments();
  return {
    title: `a changesheet for metadata of ${documents.from}`,
    walk: async ({ stack }, story) => {
      const { adminUsername: username, adminPassword: password } = stack.dev;
      const admin = await Submitter.logIn(stack, { grant_type: 'password', username, password });
      await schemaOf(admin, documents, story);
      if (!(await submitted(admin, documents, story))) return false;
      const succeeded = await sheetOf(admin, demoSheet(documents.whole), story);
      story.hops();
      story.note(succeeded ? 'all went as it should' : 'not all went as it should');
      return succeeded;
    },
  };
}

async function sheetOf(admin: Submitter, sheet: DemoSheet, story: Storyteller): Promise<boolean> {
  const path = `/nmdcschema/${sheet.collection}/${sheet.id}`;
  const before = await admin.must<Json>('GET', path);
  const isRefused = await refused(admin, sheet, story);
  const isPreviewed = await previewed(admin, sheet, story);
  const objectId = await applied(admin, sheet, story);
  const after = await admin.must<Json>('GET', path);
  const isChanged = Object.entries(sheet.changes).every(([slot, value]) => after[slot] === value);
  story.step('changed', JSON.stringify(pick(after, sheet)));
  const { state } = await admin.must<{ state: string }>('POST', `/metadata/changesheets/${objectId}:undo`);
  const restored = await admin.must<Json>('GET', path);
  story.step('undone', `${state}: ${JSON.stringify(pick(restored, sheet))}`);
  return isRefused && isPreviewed && isChanged && isDeepStrictEqual(restored, before);
}

/** What is wrong is told by row and column; nothing is kept. */
async function refused(admin: Submitter, sheet: DemoSheet, story: Storyteller): Promise<boolean> {
  const path = '/metadata/changesheets:submit';
  const { status, body } = await admin.upload<{ detail: unknown }>(path, FIELD, FILE, brokenSheet(sheet));
  story.step('bad: refused', `${status} ${JSON.stringify(body.detail)}`);
  return status === 400;
}

async function previewed(admin: Submitter, { text }: DemoSheet, story: Storyteller): Promise<boolean> {
  const path = '/metadata/changesheets:validate';
  const { status, body } = await admin.upload<Preview>(path, FIELD, FILE, text);
  story.step('sheet validated', `${status}: nothing is changed yet, it would be`);
  for (const { row, id, attribute, before, after } of body.rows)
    story.further(
      `row ${row}: ${id} ${attribute}: ${JSON.stringify(before ?? null)} -> ${JSON.stringify(after)}`,
    );
  return status === 200 && body.rows.length > 0;
}

/** A trigger makes a job of the sheet, which the runtime's own site carries out. Gives the object that holds it. */
async function applied(admin: Submitter, { text }: DemoSheet, story: Storyteller): Promise<string> {
  const { body } = await admin.upload<DrsObjectWithTypes>('/metadata/changesheets:submit', FIELD, FILE, text);
  story.step('sheet submitted', `object ${body.id}, tagged ${body.types?.join(', ') ?? 'nothing'}`);
  const { outcome, result } = await admin.jobEnded(body.id);
  story.step('applied', `${outcome}: ${JSON.stringify(result)}`);
  return body.id;
}

const pick = (document: Json, { changes }: DemoSheet): Json =>
  Object.fromEntries(Object.keys(changes).map((slot) => [slot, document[slot] ?? null]));
