import { z } from 'zod';
import { defineRequest } from '../envelope';
import type { RequestContract } from '../envelope';
import {
  deadLetter,
  deadLetterDiscard,
  deadLetterPage,
  deadLetterChoice,
  deadLettersDecided,
} from '../http/dead-letters';
import { SERVICES, type ServiceName } from '../subjects';

const listOutput = z.object({ dead_letters: z.array(deadLetter), next: z.string().optional() });

/** What every service answers about the events that it gave up; it is served by the libraries, not by each service. */
function requestsOf(service: ServiceName) {
  return {
    list: defineRequest(service, 'list-dead-letters', {
      about: 'A page of the events that this service could not handle, those last kept first.',
      refusals: ['forbidden'],
      input: deadLetterPage,
      output: listOutput,
    }),
    redrive: defineRequest(service, 'redrive-dead-letters', {
      idempotency: 'by-key',
      about:
        'Has dead letters handled once more by the handler of their event. What fails stays, with its new reason; what ' +
        'was redriven or discarded before is left alone.',
      refusals: ['forbidden', 'not-found'],
      input: deadLetterChoice,
      output: deadLettersDecided,
    }),
    discard: defineRequest(service, 'discard-dead-letters', {
      idempotency: 'by-key',
      about: 'Gives dead letters up for good. They are kept with the reason until they are pruned.',
      refusals: ['forbidden', 'not-found'],
      input: deadLetterDiscard,
      output: deadLettersDecided,
    }),
  };
}

export type DeadLetterRequests = ReturnType<typeof requestsOf>;

export const DEAD_LETTER_REQUESTS = Object.fromEntries(
  SERVICES.map((service) => [service, requestsOf(service)]),
) as Record<ServiceName, DeadLetterRequests>;

/** The same as a list. */
export const ALL_DEAD_LETTER_REQUESTS = Object.values(DEAD_LETTER_REQUESTS).flatMap((requests) =>
  Object.values(requests),
) as unknown as readonly RequestContract<unknown, unknown>[];
