import { eventStream, HEARERS, SERVICES } from '@callboard/contracts';
import type { ConsumerInfo } from 'nats';
import { type Check, told } from '../check';

/** More than this many unheard is a service that is down, or too slow. */
const BEHIND = 10_000;

export const durables: Check = {
  name: 'durables',
  holds: 'every service hears the events that are meant for it, and the broker hides none',
  look: async ({ nats }) => {
    const jsm = await nats.jetstreamManager({ checkAPI: false });
    const faults: string[] = [];
    for (const service of SERVICES) {
      const stream = eventStream(service);
      const found: ConsumerInfo[] = [];
      try {
        for await (const info of jsm.consumers.list(stream)) if (info.config.durable_name) found.push(info);
      } catch {
        continue; // That there is no such stream is told by another check.
      }
      for (const hearer of HEARERS[service] ?? [])
        if (!found.some(({ name }) => name.startsWith(`${hearer}__`)))
          faults.push(`${hearer} does not hear the stream ${stream}: does it run?`);
      faults.push(...found.flatMap(faultsOf));
    }
    return told(faults);
  },
};

function faultsOf({ name, num_pending, num_redelivered, num_ack_pending }: ConsumerInfo): string[] {
  const faults: string[] = [];
  if (num_pending > BEHIND) faults.push(`${name} is ${num_pending} events behind`);
  if (num_redelivered > num_ack_pending)
    faults.push(`the broker hides ${num_redelivered - num_ack_pending} events that it gave up from ${name}`);
  return faults;
}
