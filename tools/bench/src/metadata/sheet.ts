import type { Job } from '@callboard/contracts';
import type { Bench } from '../place/bench';
import type { Row } from '../report/row';
import { biosamples } from './documents';
import { type HandingIn, submitted } from './handing-in';

const LOOK_EVERY_MS = 20;
const WITHIN_MS = 120_000;

/** A changesheet of 1,000 rows (contract 7), handed in until its job has ended. */
export async function sheet(bench: Bench, { admin, sources }: HandingIn): Promise<Row> {
  const rows = bench.count(1_000);
  const documents = biosamples(sources, rows);
  await submitted(admin, JSON.stringify({ biosample_set: documents }));
  const lines = documents.map(({ id }, n) => [id, 'update', 'description', `changed ${n}`].join('\t'));
  const form = new FormData();
  const text = `${['id\taction\tattribute\tvalue', ...lines].join('\n')}\n`;
  form.append('uploaded_file', new Blob([text], { type: 'text/tab-separated-values' }), 'bench.tsv');
  const what = `changesheet of ${rows} rows, applied`;
  const from = performance.now();
  const reply = await fetch(`${bench.gatewayUrl}/metadata/changesheets:submit`, {
    method: 'POST',
    headers: admin.authorization,
    body: form,
  });
  const said = await reply.text();
  if (!reply.ok) throw new Error(`changesheets:submit answers ${reply.status}: ${said.slice(0, 500)}`);
  await applied(admin, (JSON.parse(said) as { id: string }).id);
  return { what, count: rows, onceMs: performance.now() - from, aim: '< 2,000 ms' };
}

/** Clients follow the job of a sheet by its object (contract 7.7). */
async function applied(admin: HandingIn['admin'], objectId: string): Promise<void> {
  const filter = encodeURIComponent(JSON.stringify({ 'config.object_id': objectId }));
  const giveUpAt = performance.now() + WITHIN_MS;
  while (performance.now() < giveUpAt) {
    const { resources } = await admin.json<{ resources: Job[] }>(200, 'GET', `/jobs?filter=${filter}`);
    const state = resources[0]?.state;
    if (state === 'succeeded') return;
    if (state === 'failed' || state === 'dead' || state === 'cancelled')
      throw new Error(`the job of the sheet ends as ${state}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
  throw new Error('the job of the sheet does not end');
}
