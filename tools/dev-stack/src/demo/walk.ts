import type { Job, Operation } from '@callboard/contracts';
import type { Stack } from '../stack';
import type { DescribedFile } from './describe-file';
import { Gateway } from './gateway';
import { Observer } from './observe';
import { registerFile } from './register-file';
import type { Storyteller } from './storyteller';

const OBJECT_TYPE = 'sequence-reads';
const WORKFLOW = 'sequence-summary-1.0.0';
const PROGRESS_EVERY_MS = 50;

/**
 * Sends one file through the whole walk and tells each step as it is heard on the broker: nothing in between is asked
 * for. Resolves to true when the operation ended in success.
 */
export async function walk(stack: Stack, file: DescribedFile, story: Storyteller): Promise<boolean> {
  const gateway = new Gateway(stack.gatewayUrl);
  await gateway.logIn(stack.secrets.runtimeClientId, stack.secrets.runtimeClientSecret);
  const observer = await Observer.join(stack);
  try {
    const object = await registerFile(gateway, file);
    story.note(`registered ${file.name} as object ${object.id}: ${file.size} bytes, sha256 ${file.sha256}\n`);
    const settled = follow(observer, gateway, object.id, story);
    await observer.ready();
    await gateway.write('PUT', `/objects/${object.id}/types`, [OBJECT_TYPE]);
    const { job, operation } = await settled;
    story.hops();
    return await tellResult(gateway, job, operation, story);
  } finally {
    await observer.close();
  }
}

interface Settled {
  job: Job;
  operation: Operation;
}

/** Resolves when the job of the object has ended. */
function follow(
  observer: Observer,
  gateway: Gateway,
  objectId: string,
  story: Storyteller,
): Promise<Settled> {
  return new Promise((resolve, reject) => {
    let jobId: string | undefined;
    let operationId: string | undefined;
    observer.onTagged((item) => item.id === objectId && story.step('tagged', item.added_types.join(', ')));
    observer.onFired((item) => item.object_id === objectId && story.step('trigger fired', item.trigger_id));
    observer.onBell(WORKFLOW, () => story.step('job advertised', `on the queue of ${WORKFLOW}`));
    observer.onOperationEnd((item) => item.id === operationId && story.step('done', `outcome ${item.to}`));
    observer.onJob((item) => {
      if (item.object_id === objectId && item.to === 'queued') jobId = item.id;
      if (item.id !== jobId) return;
      if (item.to === 'claimed') {
        operationId = item.operation_id;
        story.step('claimed by a site', `${item.site_id}, operation ${operationId}`);
        void tellProgress(gateway, operationId ?? '', story);
      } else if (item.to !== 'queued') {
        story.step('job settled', `${item.id} ${item.to}`);
        ended(gateway, item.id, operationId ?? '').then(resolve, reject);
      }
    });
  });
}

async function ended(gateway: Gateway, jobId: string, operationId: string): Promise<Settled> {
  const [job, operation] = await Promise.all([
    gateway.get<Job>(`/jobs/${jobId}`),
    gateway.get<Operation>(`/operations/${operationId}`),
  ]);
  return { job, operation };
}

/** Progress is no event, so it is read as clients read it, until the operation is done. */
async function tellProgress(gateway: Gateway, operationId: string, story: Storyteller): Promise<void> {
  let told = '';
  while (!story.has('done')) {
    const operation = await gateway.get<Operation>(`/operations/${operationId}`).catch(() => undefined);
    const words = wordsOf(operation?.metadata.progress);
    if (words && words !== told && !story.has('done')) {
      if (told) story.further(words);
      else story.step('progress', words);
      told = words;
    }
    await new Promise((resolve) => setTimeout(resolve, PROGRESS_EVERY_MS));
  }
}

function wordsOf(progress: unknown): string | undefined {
  if (typeof progress !== 'object' || progress === null) return undefined;
  const { phase, fraction, bases } = progress as { phase?: string; fraction?: number; bases?: number };
  return `${phase}, ${Math.round((fraction ?? 0) * 100)} % of the bytes, ${bases ?? 0} bases counted`;
}

async function tellResult(
  gateway: Gateway,
  job: Job,
  operation: Operation,
  story: Storyteller,
): Promise<boolean> {
  const succeeded = operation.done && operation.outcome === 'succeeded' && job.state === 'succeeded';
  console.log(`  result: ${JSON.stringify(operation.result, null, 2).replaceAll('\n', '\n  ')}\n`);
  const output = (operation.result as { output_object_id?: string } | null)?.output_object_id;
  if (succeeded && output) {
    const object = await gateway.get<{ size: number; self_uri: string }>(`/objects/${output}`);
    story.note(`report registered as ${object.self_uri} (${object.size} bytes)`);
  }
  story.note(
    succeeded ? 'the operation ended in success' : `the operation ended as ${operation.outcome ?? 'open'}`,
  );
  return succeeded;
}
