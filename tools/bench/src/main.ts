import { lists } from './lists/lists';

/** What can be measured, by name. Each prints its figures; none of them fails for being slow. */
const BENCHES: Record<string, () => Promise<void>> = { lists };

/** `npm run bench -- NAME`: measures on a stack of its own, embedded, and cleans up after. */
async function main(name: string | undefined): Promise<void> {
  const bench = BENCHES[name ?? ''];
  const known = Object.keys(BENCHES).join(', ');
  if (bench === undefined)
    throw new Error(`name what is to be measured: npm run bench -- NAME; there are ${known}`);
  await bench();
}

main(process.argv[2]).then(
  () => process.exit(),
  (thrown: unknown) => {
    console.error(`callboard: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    process.exit(1);
  },
);
