import 'reflect-metadata';
import { runImport } from './import';

void runImport({
  args: process.argv.slice(2),
  env: process.env,
  screen: {
    isTerminal: process.stdout.isTTY,
    columns: process.stdout.columns,
    write: (text) => process.stdout.write(text),
  },
  complain: (line) => console.error(line),
}).then((code) => {
  process.exit(code);
});
