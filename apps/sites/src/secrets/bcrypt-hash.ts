import { join } from 'node:path';
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** As imported users and clients have them (ADR 24). The cost is bounded: 14 takes over a second of a processor. */
const FORMAT = /^\$2[abxy]?\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}$/;

/** Whether a stored hash is one of another program, to be replaced by one of ours as soon as the secret is known. */
export const isBcrypt = (hash: string): boolean => hash.startsWith('$2');

/**
 * True when the bcrypt hash was made from this secret. A thread of its own computes it, for a third of a second or so:
 * there is one such login for each imported name, so that no thread is kept waiting for more.
 */
export function matchesBcrypt(secret: string, hash: string): Promise<boolean> {
  if (!FORMAT.test(hash)) return Promise.reject(new Error('a stored secret hash is damaged'));
  const { file, options } = threadFile();
  return new Promise((resolve, reject) => {
    const thread = new Worker(file, { ...options, workerData: { secret, hash } });
    thread.once('message', resolve);
    thread.once('error', reject);
    thread.once('exit', () => reject(new Error('the thread that compares secrets ended without an answer')));
  });
}

/** Where the sources run uncompiled, in tests, the thread compiles what it loads. */
function threadFile(): { file: string; options: WorkerOptions } {
  if (__filename.endsWith('.js')) return { file: join(__dirname, 'bcrypt-thread.js'), options: {} };
  const compiler = join(__dirname, '../../../../libs/testing/src/compile-as-loaded.cjs');
  return { file: join(__dirname, 'bcrypt-thread.ts'), options: { execArgv: ['--require', compiler] } };
}
