import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { shipped } from '../built';
import { Stack } from '../stack';
import { lineOf, StackError } from '../stack-error';
import { stopOnSignal } from '../stop-on-signal';
import { describeFile } from './describe-file';
import { Storyteller } from './storyteller';
import { walk } from './walk';

const SAMPLE = shipped('examples', 'data', 'sample-reads.fastq.gz');

/**
 * `npm run demo [-- PATH]`: a stack of its own in a temporary folder, one real file through the whole walk, everything
 * stopped and removed after. Code 0 only when the operation ended in success.
 */
async function main(path: string | undefined): Promise<number> {
  const file = await describeFile(await found(path ?? SAMPLE));
  const story = new Storyteller();
  story.title(`Callboard demo: the walk of ${file.path}`);
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
    filesFolder: dirname(file.path),
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
    return (await walk(stack, file, story)) ? 0 : 1;
  } finally {
    await cleanUp();
  }
}

async function found(path: string): Promise<string> {
  return realpath(resolve(process.env.INIT_CWD ?? '.', path)).catch(() => {
    throw new StackError(
      `${path} cannot be read; name a FASTA or FASTQ file, plain or gzipped: npm run demo -- PATH`,
    );
  });
}

let interrupted = (): boolean => false;

/** Unless a signal ends the process already, with its own code. */
function end(code: number, fault?: unknown): void {
  if (interrupted()) return;
  if (fault !== undefined) console.error(`callboard: ${lineOf(fault)}`);
  process.exit(code);
}

main(process.argv[2]).then(
  (code) => end(code),
  (thrown: unknown) => end(1, thrown),
);
