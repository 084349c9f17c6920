import { createHash, randomUUID } from 'node:crypto';
import { appendContent, jobsChanged, registerObjects } from '@callboard/contracts';
import type { RequestClient } from '@callboard/messaging';
import type { Msg } from 'nats';
import { clockMs } from '../load/clock';
import type { Bench } from '../place/bench';
import { measured } from '../place/measured';
import { figuresOf } from '../report/figures';
import type { Row } from '../report/row';
import { asSite, askingServices, natsOf } from '../site/ask-services';
import { siteClient } from '../site/site-client';
import { biosamples } from './documents';
import type { HandingIn } from './handing-in';

const ROUNDS = 50;
const WITHIN_MS = 60_000;

/** The tag `metadata-in` on a stored object of one document, until its job has ended; one after the other. */
export async function tagged(bench: Bench, { sources }: HandingIn): Promise<Row> {
  const rounds = bench.count(ROUNDS);
  const ends = await EndedJobs.heard(bench);
  const client = await siteClient(bench, 1);
  try {
    const times: number[] = [];
    const ids = await askingServices(bench, async (requests) => {
      const registered: string[] = [];
      while (registered.length < rounds + 5)
        registered.push(await stored(bench, requests, biosamples(sources, 1)));
      return registered;
    });
    const tag = async (id: string): Promise<void> => {
      const from = clockMs();
      const end = ends.of(id);
      await client.json(200, 'PUT', `/objects/${id}/types`, ['metadata-in']);
      times.push((await end) - from);
    };
    for (const id of ids.splice(0, 5)) await tag(id);
    times.splice(0);
    const { cpuMs } = await measured(bench, rounds, async () => {
      for (const id of ids) await tag(id);
    });
    return {
      what: 'tag metadata-in to done, one document',
      count: rounds,
      each: figuresOf(times),
      aim: 'p50 < 300 ms',
      note: 'done: the event that the job has succeeded is heard',
      cpuMs,
    };
  } finally {
    client.close();
    await ends.close();
  }
}

/** Hears which jobs have ended, by the object that they are about. */
class EndedJobs {
  private readonly waiting = new Map<string, { resolve(at: number): void; reject(error: Error): void }>();

  private constructor(readonly close: () => Promise<void>) {}

  static async heard(bench: Bench): Promise<EndedJobs> {
    const nats = await natsOf(bench);
    const ends = new EndedJobs(() => nats.close());
    nats.subscribe(jobsChanged.subject, { callback: (_error, message: Msg) => ends.hear(message) });
    await nats.flush();
    return ends;
  }

  /** When the job of an object has succeeded, by {@link clockMs}. */
  of(objectId: string): Promise<number> {
    return new Promise((resolve, reject) => {
      this.waiting.set(objectId, { resolve, reject });
      setTimeout(() => reject(new Error(`the job of ${objectId} does not end`)), WITHIN_MS).unref();
    });
  }

  private hear(message: Msg): void {
    const at = clockMs();
    for (const { object_id, to } of jobsChanged.payload.parse(message.json()).items) {
      if (to === 'succeeded') this.waiting.get(object_id ?? '')?.resolve(at);
      if (to === 'failed' || to === 'dead')
        this.waiting.get(object_id ?? '')?.reject(new Error(`the job of ${object_id} ends as ${to}`));
    }
  }
}

/** An object of these documents whose bytes are kept here; gives its id. */
async function stored(bench: Bench, requests: RequestClient, documents: object[]): Promise<string> {
  const bytes = Buffer.from(JSON.stringify({ biosample_set: documents }));
  const upload_id = randomUUID();
  const how = { caller: asSite(bench) };
  await requests.request(appendContent, { upload_id, n: 0, bytes: bytes.toString('base64') }, how);
  const object = {
    size: bytes.length,
    checksums: [{ type: 'sha256', checksum: createHash('sha256').update(bytes).digest('hex') }],
    mime_type: 'application/json',
    created_time: new Date().toISOString(),
    access_methods: [],
  };
  const { items } = await requests.request(registerObjects, { items: [{ object, upload_id }] }, how);
  const [reply] = items;
  if (!reply?.ok) throw new Error(`an object was refused: ${reply?.error.message}`);
  return reply.item.id;
}
