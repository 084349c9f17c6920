import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { replay } from './replay';
import { WorkerClient } from './worker-client';

/**
 * `npm run replay -- FILE`: makes the calls of the unchanged worker against a running Callboard, as the site of FILE,
 * which `npm run add-site` wrote. Code 0 when every reply was one that the worker goes on with.
 */
async function main(file: string | undefined): Promise<void> {
  if (file === undefined)
    throw new Error(
      'name the file of a site, as npm run add-site writes it: npm run replay -- .callboard/sites/my-lab.json',
    );
  const path = resolve(process.env.INIT_CWD ?? '.', file);
  const site = JSON.parse(readFileSync(path, 'utf8')) as Record<
    'gatewayUrl' | 'clientId' | 'clientSecret',
    string
  >;
  const client = new WorkerClient(site.gatewayUrl, { id: site.clientId, secret: site.clientSecret });
  await replay(client, (line) => console.log(line));
  console.log(`${client.calls} calls, every reply as the worker needs it`);
}

main(process.argv[2]).then(
  () => process.exit(),
  (thrown: unknown) => {
    console.error(`callboard: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    process.exit(1);
  },
);
