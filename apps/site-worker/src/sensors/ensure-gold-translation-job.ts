import { listObjects, type StoredObject } from '@callboard/contracts';
import {
  defineSensor,
  type SensorContext,
  type SensorDefinition,
  type SensorResult,
} from '@callboard/site-kit';

/** What a dump of the GOLD database is called. */
const NAME = 'nmdc_database.json.zip';
const WORKFLOW = 'gold-translation-1.0.0';

/**
 * A job for the newest dump of the GOLD database that its site has registered: by code, not by a trigger, because an older
 * one, registered late or heard of late, is passed over (contract 5).
 */
export const ensureGoldTranslationJob: SensorDefinition = defineSensor({
  name: 'ensure-gold-translation-job',
  on: [{ kind: 'object-registered', names: [NAME] }],
  run: async (context, { object_id }) => {
    const object = await context.objects.get(object_id);
    return wanted(object, await newerThan(object, context));
  },
});

/** Only what the same site registered counts, so that nobody else's date keeps its dumps back. */
async function newerThan(
  object: StoredObject,
  { ask }: Pick<SensorContext, 'ask'>,
): Promise<readonly StoredObject[]> {
  const filter = {
    name: NAME,
    _mgr_site: object.manager,
    created_time: { $gt: { $date: object.document.created_time } },
  };
  return (await ask(listObjects, { limit: 2, filter: JSON.stringify(filter) })).objects;
}

/** A run for this dump, or the newer one because of which there is none. */
export function wanted(object: StoredObject, newer: readonly StoredObject[]): SensorResult {
  const other = newer.find(({ id }) => id !== object.id);
  if (other === undefined)
    return { runs: [{ key: object.id, workflowId: WORKFLOW, config: { object_id: object.id } }] };
  const [own, its] = [object, other].map(({ document }) => String(document.created_time));
  return { skipped: `${object.id} of ${own} is older than ${other.id} of ${its}` };
}
