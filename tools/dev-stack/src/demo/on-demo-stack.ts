import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from '../stack';
import { stopOnSignal } from '../stop-on-signal';
import type { Storyteller } from './storyteller';

/** What a demo runs on, and the folder in which it keeps everything. */
export interface DemoStack {
  readonly stack: Stack;
  readonly folder: string;
}

/**
 * Runs `work` on a stack of its own in a temporary folder, and stops and removes everything after, also when it is
 * interrupted. The runtime's own site may read files of `filesFolder`, else of the temporary folder.
 */
export async function onDemoStack<T>(
  story: Storyteller,
  filesFolder: string | undefined,
  work: (demo: DemoStack) => Promise<T>,
): Promise<T> {
  let cleanUp = (): Promise<void> => Promise.resolve();
  // Before there is anything to clean up, so that Ctrl-C cannot come too early.
  interrupted = stopOnSignal(async () => {
    story.note('stopping and cleaning up ...');
    await cleanUp();
  });
  const folder = mkdtempSync(join(tmpdir(), 'callboard-demo-'));
  chmodSync(folder, 0o755); // So that PostgreSQL, as root under another account, can pass through.
  const starting = Stack.start({
    data: join(folder, 'data'),
    filesFolder: filesFolder ?? folder,
    report: (line) => story.note(line),
  });
  cleanUp = async () => {
    const stack = await starting.catch(() => undefined);
    await stack?.stop(true);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    story.note('starting PostgreSQL, NATS and every service as a process of its own ...');
    const stack = await starting;
    story.note(`ready after ${story.elapsed()}: ${stack.processes.map((each) => each.plan.name).join(', ')}`);
    return await work({ stack, folder });
  } finally {
    await cleanUp();
  }
}

let interrupted = (): boolean => false;

/** Whether a signal ends the process already, with its own code. */
export const isInterrupted = (): boolean => interrupted();
