import 'reflect-metadata';
import { doctor } from './doctor';

void doctor({
  args: process.argv.slice(2),
  env: process.env,
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
}).then((code) => {
  process.exit(code);
});
