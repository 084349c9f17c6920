import { realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { shipped } from '../built';
import { lineOf, StackError } from '../stack-error';
import { describeFile } from './describe-file';
import { metadataDemo } from './metadata/demo';
import { isInterrupted, onDemoStack } from './on-demo-stack';
import { Storyteller } from './storyteller';
import { walk } from './walk';

const SAMPLE = shipped('examples', 'data', 'sample-reads.fastq.gz');

/** `npm run demo [-- PATH | metadata]`: code 0 only when what it shows ended in success. */
async function main(asked: string | undefined): Promise<number> {
  const succeeded = await (asked === 'metadata' ? metadataDemo() : walkOf(asked ?? SAMPLE));
  return succeeded ? 0 : 1;
}

/** One real file through the whole walk. */
async function walkOf(path: string): Promise<boolean> {
  const file = await describeFile(await found(path));
  const story = new Storyteller();
  story.title(`Callboard demo: the walk of ${file.path}`);
  return onDemoStack(story, dirname(file.path), ({ stack }) => walk(stack, file, story));
}

async function found(path: string): Promise<string> {
  return realpath(resolve(process.env.INIT_CWD ?? '.', path)).catch(() => {
    throw new StackError(
      `${path} cannot be read; name a FASTA or FASTQ file, plain or gzipped: npm run demo -- PATH`,
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
