import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { zipOf } from '../../../site-worker/src/workflows/gold-translation/test-zip.builder';
import type { Client } from './client';
import { endedAbout } from './jobs-about';

export const ENTRY = 'nmdc_database.json';

/** A dump of the GOLD database: a zip that holds this. */
export const dumpOf = (database: object): Buffer =>
  zipOf([{ name: `dump/${ENTRY}`, bytes: Buffer.from(JSON.stringify(database)) }]);

/** Registers a dump that was made on this day of January 2026, and gives its id. */
export async function registerDump(
  site: Client,
  folder: string,
  bytes: Buffer,
  day: number,
): Promise<string> {
  const checksum = createHash('sha256').update(bytes).digest('hex');
  const file = join(folder, `${checksum}.zip`);
  writeFileSync(file, bytes);
  const { status, body } = await site.call<{ id: string }>('POST', '/objects', {
    name: `${ENTRY}.zip`,
    size: bytes.length,
    checksums: [{ type: 'sha256', checksum }],
    created_time: `2026-01-${String(day).padStart(2, '0')}T00:00:00Z`,
    access_methods: [{ type: 'file', access_url: { url: pathToFileURL(file).href } }],
  });
  if (status !== 201) throw new Error(`no object: ${status} ${JSON.stringify(body)}`);
  return body.id;
}

export interface Curated {
  curated_object_id: string;
  read: number;
  kept: number;
}

/** Follows a dump to the end of both jobs. */
export async function ingestedDump(site: Client, dump: string): Promise<Curated> {
  const curation = await endedAbout(site, 'gold-translation-1.0.0', dump);
  expect(curation).toMatchObject({ outcome: 'succeeded' });
  const curated = curation.result as Curated;
  const ingestion = await endedAbout(site, 'metadata-in-1.0.0', curated.curated_object_id);
  expect(ingestion).toMatchObject({ outcome: 'succeeded' });
  return curated;
}
