import { SERVICES } from '@callboard/contracts';
import type { World } from './world';

/** How many events are committed and not sent, over all services. */
export async function waitingEvents(world: World): Promise<number> {
  const each = SERVICES.map((service) => `(select count(*) from ${service}.outbox where sent_at is null)`);
  const { rows } = await world.database.query<{ waiting: number }>(
    `select (${each.join(' + ')})::int as waiting`,
  );
  return rows[0]?.waiting ?? 0;
}
