import { z } from 'zod';
import { triggersFired } from '../events/triggers';
import {
  deadLetter,
  deadLetterChoice,
  deadLetterDiscard,
  DEAD_LETTERS_AT_ONCE,
  deadLettersDecided,
  deadLetterState,
  serviceName,
} from './dead-letters';
import { defineRoute } from './routes-contract';

const ID = '0f8fad5b-d9cb-469f-a165-70867728950e';
const SUBJECT = triggersFired.subject;
const letter = {
  id: ID,
  subject: SUBJECT,
  event_id: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  state: 'waiting' as const,
  reason: 'items.0.object_id: Invalid input: expected string, received number',
  deliveries: 1,
  received_at: '2026-01-02T03:04:05.678Z',
  trace_id: null,
  size: 27,
  body: { items: [{ object_id: 7 }] },
  history: [],
};

const pageSize = z
  .string()
  .regex(/^[1-9][0-9]{0,2}$/, `must be a whole number from 1 to ${DEAD_LETTERS_AT_ONCE}`)
  .transform(Number)
  .refine((size) => size <= DEAD_LETTERS_AT_ONCE, `must be at most ${DEAD_LETTERS_AT_ONCE}`)
  .meta({ type: 'integer' });

const ofService = { service: serviceName };
const [byIds, bySubject] = deadLetterChoice.options;
const [discardByIds, discardBySubject] = deadLetterDiscard.options;

/** Events that a service could not handle (design 2, "dead letters"): looked at, handled again, or given up. */
export const deadLetterRoutes = {
  listDeadLetters: defineRoute({
    method: 'GET',
    path: '/admin/dead_letters',
    tier: 'EXTRA',
    summary: 'The events that a service could not handle, those last kept first',
    auth: 'runtime-admin',
    query: z.object({
      ...ofService,
      state: deadLetterState.optional().meta({ description: 'waiting unless given' }),
      subject: z.string().min(1).max(300).optional(),
      max_page_size: pageSize.optional().meta({ description: '20 unless given; at most 100' }),
      page_token: z.string().max(200).optional(),
    }),
    ok: {
      status: 200,
      schema: z.object({ resources: z.array(deadLetter), next_page_token: z.string().optional() }),
    },
    refusals: ['forbidden', 'bad-request'],
    example: { query: { service: 'jobs' }, reply: { resources: [letter] } },
  }),
  redriveDeadLetters: defineRoute({
    method: 'POST',
    path: '/admin/dead_letters/redrive',
    tier: 'EXTRA',
    summary: 'Have dead letters handled once more: some by their ids, or the oldest of a subject',
    auth: 'runtime-admin',
    body: z.union([byIds.extend(ofService), bySubject.extend(ofService)]),
    ok: { status: 200, schema: deadLettersDecided },
    refusals: ['forbidden'],
    example: {
      body: { service: 'jobs', subject: SUBJECT, max: 10 },
      reply: { items: [{ ok: true, item: { id: ID, state: 'redriven', reason: 'handled' } }], more: false },
    },
  }),
  discardDeadLetters: defineRoute({
    method: 'POST',
    path: '/admin/dead_letters/discard',
    tier: 'EXTRA',
    summary: 'Give dead letters up for good, with a reason',
    auth: 'runtime-admin',
    body: z.union([discardByIds.extend(ofService), discardBySubject.extend(ofService)]),
    ok: { status: 200, schema: deadLettersDecided },
    refusals: ['forbidden'],
    example: {
      body: { service: 'jobs', ids: [ID], reason: 'sent by a test' },
      reply: {
        items: [{ ok: true, item: { id: ID, state: 'discarded', reason: 'sent by a test' } }],
        more: false,
      },
    },
  }),
};
