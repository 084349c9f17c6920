import { writeFileSync } from 'node:fs';
import { checklistRows } from './checklist';
import { CHECKS } from './checks';
import { readOptions } from './options';
import { runChecks } from './runner';
import { Stage } from './stage';
import { rowText, sumText } from './table';

/**
 * `npm run conformance -- --url URL`: plays unchanged clients against a gateway, and prints what holds. Code 0 only when
 * nothing differs.
 */
async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), process.env);
  const stage = new Stage(options);
  console.log(`${options.url}, all that is made is named ${stage.mark}\n`);
  const made = await runChecks(CHECKS, stage, (row) => console.log(rowText(row)));
  const leftovers = await stage.end();
  const checklist = checklistRows(made);
  console.log(`\n${checklist.map(rowText).join('\n')}`);
  if (leftovers.length > 0) console.log(`\nWhat stays: ${leftovers.join('; ')}`);
  console.log(`\n${sumText(made)}`);
  const rows = [...made, ...checklist];
  if (options.json !== undefined)
    writeFileSync(options.json, `${JSON.stringify({ url: options.url, leftovers, rows }, undefined, 2)}\n`);
  return rows.some(({ outcome }) => outcome.kind === 'differs') ? 1 : 0;
}

main().then(
  (code) => process.exit(code),
  (thrown: unknown) => {
    console.error(`callboard: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    process.exit(1);
  },
);
