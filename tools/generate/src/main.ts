import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DERIVED_FILES } from './derived-files';

const ROOT = join(__dirname, '../../../..');

/**
 * `npm run generate` writes every derived file; with `--check` it writes nothing and fails when one is stale. A change
 * that breaks what was published is refused either way.
 */
function main(check: boolean): number {
  const stale = DERIVED_FILES.filter(({ path, render }) => {
    const file = join(ROOT, path);
    const current = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const wanted = render(current);
    if (wanted === current) return false;
    if (!check) writeFileSync(file, wanted);
    return true;
  });
  for (const { path } of stale)
    console.log(check ? `${path} is stale: run npm run generate` : `${path} written`);
  if (stale.length === 0) console.log(`${DERIVED_FILES.length} derived files are as the code makes them`);
  return check && stale.length > 0 ? 1 : 0;
}

try {
  process.exitCode = main(process.argv.includes('--check'));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
