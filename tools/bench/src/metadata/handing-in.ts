import { setTimeout as delay } from 'node:timers/promises';
import type { RunSummary, SchemaVersion } from '@callboard/contracts';
import type { HttpClient } from '../load/http-client';
import type { Bench } from '../place/bench';
import { adminClient } from '../site/site-client';
import type { Sources } from './documents';

const LOOK_EVERY_MS = 20;
const WITHIN_MS = 300_000;

/** What the scenarios hand metadata in with. */
export interface HandingIn {
  readonly admin: HttpClient;
  readonly sources: Sources;
}

/** The schema of the documents is active and their study is there; what was active before comes back after. */
export async function handingIn<T>(
  bench: Bench,
  sources: Sources,
  work: (how: HandingIn) => Promise<T>,
): Promise<T> {
  const admin = await adminClient(bench);
  const before = (await admin.json<SchemaVersion[]>(200, 'GET', '/schemas')).find(({ active }) => active);
  try {
    if (sources.schema !== undefined) {
      const { version } = await admin.json<SchemaVersion>(201, 'POST', '/schemas', sources.schema);
      await activate(admin, version);
    }
    await submitted(admin, JSON.stringify({ study_set: [sources.study] }));
    return await work({ admin, sources });
  } finally {
    if (before !== undefined && sources.schema !== undefined) await activate(admin, before.version);
    admin.close();
  }
}

/** Hands a text in and waits for the end of its run. */
export async function submitted(admin: HttpClient, text: string): Promise<void> {
  const reply = await admin.send('POST', '/metadata/json:submit', text);
  if (reply.status !== 200)
    throw new Error(`json:submit answers ${reply.status}: ${reply.body.slice(0, 500)}`);
  const { detail } = JSON.parse(reply.body) as { detail: { run_id: string } };
  await ended(admin, detail.run_id);
}

/** Waits until a run is complete, as clients do. @throws Error when it failed */
export async function ended(admin: HttpClient, runId: string): Promise<void> {
  const giveUpAt = performance.now() + WITHIN_MS;
  for (;;) {
    const { status } = await admin.json<RunSummary>(200, 'GET', `/runs/${runId}`);
    if (status === 'COMPLETE') return;
    if (status === 'FAIL' || performance.now() > giveUpAt) throw new Error(`the run ${runId} is ${status}`);
    await delay(LOOK_EVERY_MS);
  }
}

const activate = (admin: HttpClient, version: number): Promise<unknown> =>
  admin.json(200, 'POST', `/schemas/${version}:activate`);
