import { Batches } from '@callboard/kernel';

/** Events that are handled as one, and items of them, at most. */
const EVENTS = 32;
const ITEMS = 1000;
/** One batch is prepared while another is committed. */
const AT_ONCE = 2;

/**
 * A handler of events that handles those which wait in one go: under load events come faster than they can be handled
 * one by one, and one transaction serves many. An event whose batch failed is handled by itself, so that it alone is
 * retried if it is to blame. Each event is acknowledged after what `handle` did for it.
 *
 * @param keysOf what an event is about; two events about one thing are handled in turn, not together
 */
export function eventsTogether<I>(
  handle: (items: readonly I[]) => Promise<unknown>,
  keysOf: (item: I) => string,
): (items: readonly I[]) => Promise<void> {
  const batches = new Batches<readonly I[], void>({
    atOnce: AT_ONCE,
    items: EVENTS,
    bytes: ITEMS,
    bytesOf: (items) => items.length,
    keysOf: (items) => items.map(keysOf),
    send: async (events) => {
      await handle(events.flat());
      return events.map(() => undefined);
    },
    resend: () => true,
  });
  return (items) => batches.add(items);
}
