import { join } from 'node:path';
import type { WorkerOptions } from 'node:worker_threads';

/** The program of the thread. Where the sources run uncompiled, in tests, the thread compiles what it loads. */
export function threadFile(): { file: string; options: WorkerOptions } {
  if (__filename.endsWith('.js')) return { file: join(__dirname, 'validation-thread.js'), options: {} };
  const compiler = join(__dirname, '../../../../libs/testing/src/compile-as-loaded.cjs');
  return { file: join(__dirname, 'validation-thread.ts'), options: { execArgv: ['--require', compiler] } };
}
