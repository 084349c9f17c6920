import { chmodSync, mkdtempSync, realpathSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Test code: a new folder that every account can enter, as the one PostgreSQL runs as under root must. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'callboard-embedded-'));
  chmodSync(folder, 0o755);
  return folder;
}
