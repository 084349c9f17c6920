import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stopOnSignal } from '../../../dev-stack/src/stop-on-signal';

/** A folder for a run, removed after it. */
export interface TemporaryFolder {
  readonly path: string;
  /** What has to be stopped before the folder goes, when a signal ends the run; the last one said counts. */
  stopOnSignal(stop: () => Promise<void>): void;
}

/** Does the work in a folder of its own, which goes when it is done, fails, or is ended by Ctrl-C. */
export async function inTemporaryFolder<T>(work: (folder: TemporaryFolder) => Promise<T>): Promise<T> {
  let stop = (): Promise<void> => Promise.resolve();
  const path = mkdtempSync(join(tmpdir(), 'callboard-bench-'));
  const remove = (): void => rmSync(path, { recursive: true, force: true });
  const interrupted = stopOnSignal(async () => {
    await stop();
    remove();
  });
  chmodSync(path, 0o755); // So that PostgreSQL, as root under another account, can pass through.
  try {
    return await work({ path, stopOnSignal: (how) => (stop = how) });
  } catch (thrown) {
    // What was stopped below the work makes it fail; the signal ends the process once all is stopped.
    if (interrupted()) await new Promise(() => undefined);
    throw thrown;
  } finally {
    remove();
  }
}
