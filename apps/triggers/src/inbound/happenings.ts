import type {
  jobsChanged,
  objectsChanged,
  operationsChanged,
  putOperationsEnded,
} from '@callboard/contracts';
import { type EventContext, eventsTogether } from '@callboard/messaging';
import type { z } from 'zod';
import type { Happening } from '../domain/happening';
import type { NoteHappenings } from '../use-cases/note-happenings';

type ItemOf<C extends { payload: z.ZodType<{ items: unknown[] }> }> = z.infer<C['payload']>['items'][number];

/** Keeps what happened for sensors, all events that wait in one go. */
export function notedTogether(noteHappenings: NoteHappenings): (some: readonly Happening[]) => Promise<void> {
  return eventsTogether(
    (happenings: readonly Happening[]) => noteHappenings.execute(happenings),
    ({ thing, news }) => `${thing} ${news.version}`,
  );
}

/** Of an object that was registered, or to which a type was added; one that only lost types is nobody's news. */
export function objectHappening(
  item: ItemOf<typeof objectsChanged>,
  { time, traceparent }: EventContext,
): Happening[] {
  const { id, version, site_id, name, types, added_types } = item;
  const about = {
    at: time,
    version,
    traceparent: item.traceparent ?? traceparent,
    object_id: id,
    ...(name === undefined ? {} : { name }),
    ...(site_id === undefined ? {} : { site_id }),
  };
  const sites = site_id === undefined ? [] : [site_id];
  if (item.registered) return [{ thing: id, sites, news: { kind: 'object-registered', ...about } }];
  if (added_types.length === 0) return [];
  return [{ thing: id, sites, news: { kind: 'object-tagged', ...about, added_types, types } }];
}

export function jobHappening(
  item: ItemOf<typeof jobsChanged>,
  { time, traceparent }: EventContext,
): Happening {
  const { id, version, attempt, ...rest } = item;
  return {
    thing: id,
    sites: [item.site_id ?? [], item.posted_by ?? []].flat(),
    news: {
      kind: 'job-changed',
      at: time,
      version,
      job_id: id,
      job_attempt: attempt,
      ...rest,
      traceparent: item.traceparent ?? traceparent,
    },
  };
}

export function operationHappening(
  item: ItemOf<typeof operationsChanged> | ItemOf<typeof putOperationsEnded>,
  { traceparent }: EventContext,
): Happening {
  return {
    thing: item.id,
    sites: [item.site_id],
    news: {
      kind: 'operation-ended',
      at: item.ended_at,
      version: item.version,
      operation_id: item.id,
      site_id: item.site_id,
      outcome: item.to,
      ...('job_id' in item ? { job_id: item.job_id } : { object_id: item.object_id }),
      ...(item.error_code === undefined ? {} : { error_code: item.error_code }),
      traceparent: item.traceparent ?? traceparent,
    },
  };
}
