import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Board } from './board/board';
import { CallLog } from './double/call-log';
import { Faults } from './double/faults';
import { GatewayDouble, type Parts } from './double/gateway-double';
import { type SiteCredentials, Tokens } from './double/tokens';
import type { Options } from './options';
import { play } from './play';
import type { Row } from './verdict';
import { Stage } from './stage';
import { StartedWorker } from './worker/started-worker';
import { FOREIGN_WORKER, type Worker } from './worker/worker';

/** Plays the scenarios to a worker, and gives what was seen. `tell` hears what is waited for. */
export async function examine(
  options: Options,
  folder: string,
  tell: (line: string) => void,
): Promise<Row[]> {
  const now = (): number => Date.now();
  const parts: Parts = {
    board: new Board(now),
    tokens: new Tokens(now),
    calls: new CallLog(now),
    faults: new Faults(),
  };
  const { double, url } = await GatewayDouble.listen(parts, options.host, options.port);
  const files = mkdtempSync(join(tmpdir(), 'callboard-conformance-'));
  const environment = environmentOf(url, parts.tokens.site, options.rules.workflow, files);
  const worker = options.command ? new StartedWorker(options.command, environment, folder) : FOREIGN_WORKER;
  try {
    await worker.restart();
    const stage = new Stage(parts, options.rules, worker, now);
    if (!worker.ours) await untilSomebodyComes(stage, environment, options.comesWithinMs, tell);
    return await play(stage, options.scenarios, tell);
  } finally {
    await stopAll(worker, double);
    rmSync(files, { recursive: true, force: true });
  }
}

/** What a worker is told by its environment; the file is as `npm run add-site` writes it, without what NATS needs. */
function environmentOf(
  gatewayUrl: string,
  site: SiteCredentials,
  workflow: string,
  folder: string,
): Record<string, string> {
  const file = join(folder, 'credentials.json');
  writeFileSync(file, JSON.stringify({ ...site, gatewayUrl }), { mode: 0o600 });
  return {
    CALLBOARD_URL: gatewayUrl,
    CALLBOARD_CLIENT_ID: site.clientId,
    CALLBOARD_CLIENT_SECRET: site.clientSecret,
    CALLBOARD_SITE_FILE: file,
    CALLBOARD_WORKFLOW: workflow,
  };
}

async function untilSomebodyComes(
  stage: Stage,
  environment: Record<string, string>,
  withinMs: number,
  tell: (line: string) => void,
): Promise<void> {
  tell(`Start a worker of the workflow ${stage.rules.workflow} with these; they hold for this run alone:`);
  for (const [name, value] of Object.entries(environment)) tell(`  ${name}=${value}`);
  tell(`Waiting ${withinMs / 1000} s for its first request ...`);
  await stage.until(
    () => 'no worker came',
    () => stage.parts.calls.calls[0],
    withinMs,
  );
}

async function stopAll(worker: Worker, double: GatewayDouble): Promise<void> {
  await worker.kill();
  await double.close();
}
