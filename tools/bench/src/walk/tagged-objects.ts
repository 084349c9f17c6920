import { createHash, randomUUID } from 'node:crypto';
import { registerObjects } from '@callboard/contracts';
import type { HttpClient } from '../load/http-client';
import type { Bench } from '../place/bench';
import { asSite, askingServices } from '../site/ask-services';
import { adminClient } from '../site/site-client';

const BATCH = 500;
const TIMEOUT_MS = 30_000;

/** An object type whose tag makes a trigger fire for a workflow of the same name. */
export interface TagWalk {
  readonly typeId: string;
  readonly workflowId: string;
}

/** Registers type, workflow and trigger, new ones for each run: nobody else takes those jobs. */
export async function prepareWalk(bench: Bench, name: string): Promise<TagWalk> {
  const id = `bench-${name}-${Date.now()}`;
  const admin = await adminClient(bench);
  await admin.json(201, 'POST', '/object_types', { id, name: id });
  await admin.json(201, 'POST', '/workflows', { id, name: id });
  await admin.json(201, 'POST', '/triggers', { object_type_id: id, workflow_id: id });
  admin.close();
  return { typeId: id, workflowId: id };
}

/** Registers objects without any type; gives their ids. */
export function registerUntagged(bench: Bench, count: number): Promise<string[]> {
  return askingServices(bench, async (requests) => {
    const ids: string[] = [];
    while (ids.length < count) {
      const items = Array.from({ length: Math.min(BATCH, count - ids.length) }, () => ({
        object: newObject(),
      }));
      const replies = await requests.request(
        registerObjects,
        { items },
        { caller: asSite(bench), timeoutMs: TIMEOUT_MS },
      );
      for (const reply of replies.items) {
        if (!reply.ok) throw new Error(`an object was refused: ${reply.error.message}`);
        ids.push(reply.item.id);
      }
      bench.say(`${ids.length} of ${count} objects registered`);
    }
    return ids;
  });
}

export const tag = (client: HttpClient, objectId: string, { typeId }: TagWalk): Promise<unknown> =>
  client.json(200, 'PUT', `/objects/${objectId}/types`, [typeId]);

function newObject() {
  const name = `bench-${randomUUID()}`;
  return {
    name,
    size: 1,
    created_time: new Date().toISOString(),
    checksums: [{ type: 'sha256', checksum: createHash('sha256').update(name).digest('hex') }],
    access_methods: [{ type: 'https' as const, access_url: { url: `https://example.org/${name}` } }],
  };
}
