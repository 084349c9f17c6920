import 'reflect-metadata';
import { rotateKeys } from './rotate-keys';

void rotateKeys({
  args: process.argv.slice(2),
  env: process.env,
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
}).then((code) => {
  process.exitCode = code;
});
