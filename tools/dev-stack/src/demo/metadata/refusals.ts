import type { DemoStack } from '../on-demo-stack';
import type { Storyteller } from '../storyteller';
import type { Submission } from './documents';
import type { Submitter } from './submitter';
import { handedInAsObject } from './tagged';

/** A document that breaks the schema: how its submitter hears of it, each way. True when it was refused everywhere. */
export async function refusals(
  demo: DemoStack,
  admin: Submitter,
  broken: Submission,
  story: Storyteller,
): Promise<boolean> {
  const { result, detail } = await admin.must<{ result: string; detail?: unknown }>(
    'POST',
    '/metadata/json:validate',
    broken,
  );
  story.step('bad: validated', JSON.stringify(detail));
  const reply = await admin.call<{ detail: string }>('POST', '/metadata/json:submit', broken);
  story.step('bad: submitted', `${reply.status} ${reply.body.detail}`);
  const operation = await handedInAsObject(demo, broken);
  story.step('bad: tagged', `${operation.outcome}: ${JSON.stringify(operation.result)}`);
  return result === 'errors' && reply.status === 422 && operation.outcome === 'failed';
}
