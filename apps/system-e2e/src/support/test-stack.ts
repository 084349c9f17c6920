import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack, type StackOptions } from '../../../../tools/dev-stack/src/stack';

/** A whole Callboard in a temporary folder, real processes, as `npm start` runs it. */
export interface TestStack {
  stack: Stack;
  /** Folder whose files the runtime's own site may read. */
  files: string;
  /** What the supervisor told. */
  reports: string[];
  stop(): Promise<void>;
}

export async function startTestStack(options: Partial<StackOptions> = {}): Promise<TestStack> {
  const folder = mkdtempSync(join(tmpdir(), 'callboard-e2e-'));
  chmodSync(folder, 0o755);
  const reports: string[] = [];
  const stack = await Stack.start({
    data: join(folder, 'data'),
    filesFolder: folder,
    report: (line) => reports.push(line),
    ...options,
  });
  const stop = async (): Promise<void> => {
    await stack.stop(true);
    rmSync(folder, { recursive: true, force: true });
  };
  return { stack, files: folder, reports, stop };
}
