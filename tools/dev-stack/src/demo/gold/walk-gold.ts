import type { Operation } from '@callboard/contracts';
import type { Stack } from '../../stack';
import type { DescribedFile } from '../describe-file';
import { Gateway } from '../gateway';
import { Observer } from '../observe';
import { registerFile } from '../register-file';
import type { Storyteller } from '../storyteller';

/** What the first job gives. */
interface Curated {
  curated_object_id: string;
  report_object_id: string;
  read: number;
  kept: number;
  dropped: number;
  collections: Record<string, { read: number; kept: number; dropped: number }>;
}

/**
 * From a zip that is registered to documents that can be read: nobody asks for a job, and no interval lies between. True
 * when as many documents can be read as were kept.
 */
export async function walkGold(stack: Stack, file: DescribedFile, story: Storyteller): Promise<boolean> {
  const gateway = new Gateway(stack.gatewayUrl);
  await gateway.logIn(stack.secrets.runtimeClientId, stack.secrets.runtimeClientSecret);
  const observer = await Observer.join(stack);
  try {
    const ended = twoJobs(observer, gateway, story);
    await observer.ready();
    const object = await registerFile(gateway, file);
    story.step('registered', `${file.name} as object ${object.id}: ${file.size} bytes`);
    const { curation, ingestion } = await ended;
    story.hops();
    return await tell(gateway, curation, ingestion, story);
  } finally {
    await observer.close();
  }
}

interface Ended {
  curation: Operation;
  /** Undefined when the first job failed, so that no second one followed. */
  ingestion: Operation | undefined;
}

/** Resolves when the second job has ended, or the first without success: no others run on this stack. */
function twoJobs(observer: Observer, gateway: Gateway, story: Storyteller): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const jobs: string[] = [];
    const operations: string[] = [];
    observer.onTagged(
      ({ id, added_types }) =>
        added_types.length > 0 && story.step('tagged', `${id}: ${added_types.join(', ')}`),
    );
    observer.onFired((item) => story.step('trigger fired', item.trigger_id));
    observer.onJob((item) => {
      if (!jobs.includes(item.id)) jobs.push(item.id);
      const at = jobs.indexOf(item.id);
      const name = at === 0 ? 'curation' : 'ingestion';
      if (item.to === 'queued') story.step(`${name} asked for`, `job ${item.id} of object ${item.object_id}`);
      else if (item.to === 'claimed') {
        operations[at] = item.operation_id ?? '';
        story.step(`${name} claimed`, `${item.site_id}, operation ${item.operation_id}`);
      } else {
        story.step(`${name} ended`, item.to);
        if (at === 1 || item.to !== 'succeeded') both(gateway, operations).then(resolve, reject);
      }
    });
  });
}

async function both(gateway: Gateway, [first = '', second]: readonly string[]): Promise<Ended> {
  const read = (id: string): Promise<Operation> => gateway.get<Operation>(`/operations/${id}`);
  return { curation: await read(first), ingestion: second === undefined ? undefined : await read(second) };
}

async function tell(
  gateway: Gateway,
  curation: Operation,
  ingestion: Operation | undefined,
  story: Storyteller,
): Promise<boolean> {
  if (curation.outcome !== 'succeeded' || ingestion?.outcome !== 'succeeded') {
    story.note(`it failed: ${JSON.stringify((ingestion ?? curation).result)}`);
    return false;
  }
  const curated = curation.result as Curated;
  story.note(`${curated.read} documents were read, ${curated.kept} kept and ${curated.dropped} dropped`);
  let readable = 0;
  for (const [collection, { read, kept }] of Object.entries(curated.collections)) {
    const found = kept > 0 ? await documentsOf(gateway, collection) : 0;
    readable += found;
    story.note(`${collection.padEnd(28)} ${read} read, ${kept} kept, ${found} can be read`);
  }
  const succeeded = readable === curated.kept && curated.dropped > 0;
  story.note(`why each was dropped: object ${curated.report_object_id}`);
  story.note(succeeded ? 'what was kept can be read' : `${readable} of ${curated.kept} can be read`);
  return succeeded;
}

async function documentsOf(gateway: Gateway, collection: string): Promise<number> {
  const { resources } = await gateway.get<{ resources: unknown[] }>(
    `/nmdcschema/${collection}?max_page_size=1000`,
  );
  return resources.length;
}
