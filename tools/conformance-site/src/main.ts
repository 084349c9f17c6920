import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { messageOf } from '@callboard/kernel';
import { examine } from './conformance';
import { readOptions } from './options';
import { exitCode, summary, table } from './report';

/**
 * `npm run conformance:site -- --workflow ID -- COMMAND ARGS...`: plays a gateway to a worker that speaks HTTP, and says
 * where it does otherwise than a site has to. Code 0 when it does so nowhere.
 */
async function main(): Promise<number> {
  const folder = process.env.INIT_CWD ?? process.cwd();
  const options = readOptions(process.argv.slice(2));
  const rows = await examine(options, folder, (line) => console.log(line));
  console.log(`\n${table(rows)}\n\n${summary(rows)}`);
  if (options.json !== undefined)
    writeFileSync(resolve(folder, options.json), `${JSON.stringify({ rows }, undefined, 2)}\n`);
  return exitCode(rows);
}

// Interrupted, it exits as usual, so that the worker ends with it.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));

main().then(
  (code) => process.exit(code),
  (thrown: unknown) => {
    console.error(`callboard: ${messageOf(thrown)}`);
    process.exit(1);
  },
);
