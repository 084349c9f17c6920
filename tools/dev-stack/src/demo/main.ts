import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { realpath } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { shipped } from '../built';
import { Stack } from '../stack';
import { lineOf, StackError } from '../stack-error';
import { stopOnSignal } from '../stop-on-signal';
import type { Demo } from './demo';
import { describeFile } from './describe-file';
import { goldDemo } from './gold/gold-demo';
import { Storyteller } from './storyteller';
import { walk } from './walk';

const SAMPLE = shipped('examples', 'data', 'sample-reads.fastq.gz');

/** What `npm run demo -- NAME` shows; whatever else is named is a file of reads. */
const DEMOS: Record<string, () => Demo | Promise<Demo>> = { gold: goldDemo };

/**
 * `npm run demo [-- gold | PATH]`: a stack of its own in a temporary folder, one thing through the whole walk, everything
 * stopped and removed after. Code 0 only when it ended in success.
 */
async function main(asked: string | undefined): Promise<number> {
  const named = asked !== undefined && Object.hasOwn(DEMOS, asked) ? DEMOS[asked] : undefined;
  const demo = await (named ? named() : readsDemo(asked));
  const story = new Storyteller();
  story.title(`Callboard demo: ${demo.title}`);
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
    filesFolder: demo.filesFolder,
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
    return (await demo.walk(stack, story)) ? 0 : 1;
  } finally {
    await cleanUp();
  }
}

/** The walk of one file of reads. */
async function readsDemo(path: string | undefined): Promise<Demo> {
  const file = await describeFile(await found(path ?? SAMPLE));
  return {
    title: `the walk of ${file.path}`,
    filesFolder: dirname(file.path),
    walk: (stack, story) => walk(stack, file, story),
  };
}

async function found(path: string): Promise<string> {
  return realpath(resolve(process.env.INIT_CWD ?? '.', path)).catch(() => {
    throw new StackError(
      `${path} cannot be read; name a FASTA or FASTQ file, plain or gzipped, or ${Object.keys(DEMOS).join(', ')}: npm run demo -- PATH`,
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
