import 'reflect-metadata';
import { migrateServices } from './migrate-services';
import { SERVICE_MIGRATIONS } from './service-migrations';

void migrateServices({
  args: process.argv.slice(2),
  env: process.env,
  migrations: SERVICE_MIGRATIONS,
  print: (line) => console.log(line),
  complain: (line) => console.error(line),
}).then((code) => {
  process.exitCode = code;
});
