import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shipped } from '../../built';
import type { Demo } from '../demo';
import { describeFile } from '../describe-file';
import { walkGold } from './walk-gold';
import { zipFile } from './zip-file';

type Bundle = Record<string, unknown[]>;

/** The submission that is shipped and the broken one beside it, so that there is something to drop. */
const SAMPLES = ['submission.json', 'broken-submission.json'];
const ENTRY = 'nmdc_database.json';

/** `npm run demo -- gold`: a zip of metadata, some of it broken, until what is sound of it can be read. */
export async function goldDemo(): Promise<Demo> {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-gold-'));
  chmodSync(folder, 0o755);
  const path = join(folder, `${ENTRY}.zip`);
  writeFileSync(path, zipFile(ENTRY, Buffer.from(JSON.stringify(bundle()))));
  const file = await describeFile(path);
  return {
    title: `the walk of ${file.name}, made of ${SAMPLES.join(' and ')}`,
    filesFolder: folder,
    walk: ({ stack }, story) =>
      walkGold(stack, file, story).finally(() => rmSync(folder, { recursive: true, force: true })),
  };
}

function bundle(): Bundle {
  const whole: Bundle = { soup_set: [{ id: 'nmdc:soup-00-1' }] };
  for (const name of SAMPLES) {
    const sample = JSON.parse(readFileSync(shipped('examples', 'metadata', name), 'utf8')) as Bundle;
    for (const [collection, documents] of Object.entries(sample))
      whole[collection] = [...(whole[collection] ?? []), ...documents];
  }
  return whole;
}
