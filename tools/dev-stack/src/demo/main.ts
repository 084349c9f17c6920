import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { shipped } from '../built';
import { lineOf, StackError } from '../stack-error';
import { changesheetDemo } from './changesheet/demo';
import type { Demo } from './demo';
import { describeFile } from './describe-file';
import { goldDemo } from './gold/gold-demo';
import { metadataDemo } from './metadata/demo';
import { isInterrupted, onDemoStack } from './on-demo-stack';
import { Storyteller } from './storyteller';
import { walk } from './walk';

const SAMPLE = shipped('examples', 'data', 'sample-reads.fastq.gz');

/** What `npm run demo -- NAME` shows; whatever else is named is a file of reads. */
const DEMOS: Record<string, () => Demo | Promise<Demo>> = {
  metadata: metadataDemo,
  changesheet: changesheetDemo,
  gold: goldDemo,
};

/** `npm run demo [-- NAME | PATH]`: code 0 only when what it shows ended in success. */
async function main(asked: string | undefined): Promise<number> {
  const named = asked !== undefined && Object.hasOwn(DEMOS, asked) ? DEMOS[asked] : undefined;
  const demo = await (named ? named() : readsDemo(asked));
  const story = new Storyteller();
  story.title(`Callboard demo: ${demo.title}`);
  return (await onDemoStack(story, demo.filesFolder, (on) => demo.walk(on, story))) ? 0 : 1;
}

/** One real file of reads through the whole walk. */
async function readsDemo(path: string | undefined): Promise<Demo> {
  const file = await describeFile(await found(path ?? SAMPLE));
  return {
    title: `the walk of ${file.path}`,
    filesFolder: dirname(file.path),
    walk: ({ stack }, story) => walk(stack, file, story),
  };
}

async function found(path: string): Promise<string> {
  return realpath(resolve(process.env.INIT_CWD ?? '.', path)).catch(() => {
    throw new StackError(
      `${path} cannot be read; name a FASTA or FASTQ file, plain or gzipped, or ${Object.keys(DEMOS).join(', ')}: npm run demo -- PATH`,
    );
  });
}

/** Unless a signal ends the process already, with its own code. */
function end(code: number, fault?: unknown): void {
  if (isInterrupted()) return;
  if (fault !== undefined) console.error(`callboard: ${lineOf(fault)}`);
  process.exit(code);
}

main(process.argv[2]).then(
  (code) => end(code),
  (thrown: unknown) => end(1, thrown),
);
