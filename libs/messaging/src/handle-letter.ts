import { type EventContract, HEADERS } from '@callboard/contracts';
import type { DeadLetter } from './dead-letters';
import type { EventHandler } from './handlers';
import { readPayload } from './read-payload';
import { currentTraceparent, runInTrace } from './trace-context';

/** Handles a dead letter as if it were delivered now, in the trace of its event. Rejects with what went wrong. */
export function handleLetter(
  contract: EventContract<unknown>,
  handler: EventHandler<unknown>,
  { eventId = '', headers, body, deliveries }: Omit<DeadLetter, 'reason'>,
): Promise<void> {
  return runInTrace(headers[HEADERS.traceparent], async () => {
    await handler(readPayload(contract, body), {
      id: eventId,
      time: headers[HEADERS.eventTime] || new Date().toISOString(),
      deliveries: deliveries + 1,
      traceparent: currentTraceparent() ?? '',
    });
  });
}
