import { PERMIT_KEPT_MS } from '@callboard/contracts';
import { liveGuard } from '../domain/operation-states';
import { compared } from '@callboard/persistence';

/** How long writers are kept off while somebody waits to end an operation. */
const KEPT_OFF_MS = 4_000;

const LASTING = `
  (select coalesce(jsonb_object_agg(w.key, w.value), '{}') from jsonb_each_text(o.writers) w
    where w.value::timestamptz > clock_timestamp())`;

/**
 * $1 operation, $2 site, $3 permit. No row when it is not the site's, has ended, or is about to. Whoever ends it locks
 * the row, and so finds the permit; whoever comes here after the end finds no live operation.
 */
export const PERMIT = `
update operations o
   set writers = ${LASTING} ||
         jsonb_build_object($3::text, clock_timestamp() + ${PERMIT_KEPT_MS} * interval '1 millisecond')
 where o.id = $1 and o.site_id = $2 and o.job is not null and ${liveGuard(compared('o.state'))}
   and coalesce(o.no_writers_until < clock_timestamp(), true)
returning o.job_id, o.attempt`;

/** $1 operation, $2 permit. */
export const RETURN_PERMIT = `update operations o set writers = o.writers - $2::text where o.id = $1 and o.writers ? $2::text`;

/** $1 operations that somebody wants to end. */
export const KEEP_WRITERS_OFF = `
update operations o set no_writers_until = clock_timestamp() + ${KEPT_OFF_MS} * interval '1 millisecond'
 where o.id = any ($1)`;
