import { messageOf } from '@callboard/kernel';
import { readOptions } from './options';
import { schema } from './schema';

/** `npm run schema`: installs, lists and activates versions of the schema of a running Callboard. */
async function main(args: string[]): Promise<void> {
  await schema(readOptions(args, process.env), (line) => console.log(line));
}

main(process.argv.slice(2)).then(
  () => process.exit(),
  (thrown: unknown) => {
    console.error(`callboard: ${messageOf(thrown)}`);
    process.exit(1);
  },
);
