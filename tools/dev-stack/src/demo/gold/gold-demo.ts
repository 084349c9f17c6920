import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Demo } from '../demo';
import { describeFile } from '../describe-file';
import { demoDocuments, type DemoDocuments } from '../metadata/documents';
import { schemaOf } from '../metadata/hand-in';
import { Submitter } from '../metadata/submitter';
import { walkGold } from './walk-gold';
import { zipFile } from './zip-file';

type Bundle = Record<string, unknown[]>;

const ENTRY = 'nmdc_database.json';

/** `npm run demo -- gold`: a zip of metadata, some of it broken, until what is sound of it can be read. */
export async function goldDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-gold-'));
  chmodSync(folder, 0o755);
  const documents = demoDocuments();
  const path = join(folder, `${ENTRY}.zip`);
  writeFileSync(path, zipFile(ENTRY, Buffer.from(JSON.stringify(bundleOf(documents)))));
  const file = await describeFile(path);
  return {
    title: `the walk of ${file.name}, made of ${documents.from}`,
    filesFolder: folder,
    walk: async ({ stack }, story) => {
      try {
        const { adminUsername: username, adminPassword: password } = stack.dev;
        const admin = await Submitter.logIn(stack, { grant_type: 'password', username, password });
        await schemaOf(admin, documents, story);
        return await walkGold(stack, file, story);
      } finally {
        rmSync(folder, { recursive: true, force: true });
      }
    },
  };
}

/** Sound documents and broken ones, and a collection that no schema has, so that there is something to drop. */
function bundleOf({ whole, more, broken }: DemoDocuments): Bundle {
  const bundle: Bundle = { soup_set: [{ id: 'nmdc:soup-00-1' }] };
  for (const submission of [whole, more, broken])
    for (const [collection, documents] of Object.entries(submission))
      if (Array.isArray(documents)) bundle[collection] = [...(bundle[collection] ?? []), ...documents];
  return bundle;
}
