import { z } from 'zod';
import { itemReply } from '../replies';
import { SERVICES } from '../subjects';

/** Most dead letters that one call names, takes of a subject, or shows. */
export const DEAD_LETTERS_AT_ONCE = 100;

/** What became of a dead letter: it waits for somebody, was handled after all, or was given up for good. */
export const DEAD_LETTER_STATES = ['waiting', 'redriven', 'discarded'] as const;
export const deadLetterState = z.enum(DEAD_LETTER_STATES);
export type DeadLetterState = z.infer<typeof deadLetterState>;

/** A row of the audit. */
const decision = z.object({
  at: z.iso.datetime(),
  who: z.string(),
  from: deadLetterState,
  to: deadLetterState,
  why: z.string(),
});

export const deadLetter = z.object({
  id: z.uuid(),
  subject: z.string(),
  event_id: z.string().nullable(),
  state: deadLetterState,
  reason: z.string().describe('Why it could not be handled, at last'),
  deliveries: z.int(),
  received_at: z.iso.datetime(),
  trace_id: z.string().nullable(),
  size: z.int().describe('Bytes of the body'),
  body: z.unknown().optional().describe('When it is JSON of up to 2,048 bytes'),
  body_base64: z.string().optional().describe('Otherwise its first 2,048 bytes'),
  history: z.array(decision).describe('What was done about it, the last ten, latest first'),
});
export type DeadLetter = z.infer<typeof deadLetter>;

const subject = z.string().min(1).max(300);
const ids = z.array(z.uuid()).min(1).max(DEAD_LETTERS_AT_ONCE);
const max = z.int().min(1).max(DEAD_LETTERS_AT_ONCE);

export const deadLetterPage = z.object({
  state: deadLetterState.default('waiting'),
  subject: subject.optional(),
  after: z.string().max(200).optional().describe('`next` of the page before'),
  limit: max.default(20),
});

/** By name, or the oldest waiting ones of a subject. */
export const deadLetterChoice = z.union([
  z.object({ ids }),
  z.object({ subject, max: max.default(DEAD_LETTERS_AT_ONCE) }),
]);
export type DeadLetterChoice = z.infer<typeof deadLetterChoice>;

const because = { reason: z.string().min(1).max(1000) };
export const deadLetterDiscard = z.union([
  z.object({ ids, ...because }),
  z.object({ subject, max: max.default(DEAD_LETTERS_AT_ONCE), ...because }),
]);

/** What has become of each; `more` tells whether waiting ones are left of what was asked for. */
export const deadLettersDecided = z.object({
  items: z.array(
    itemReply(z.object({ id: z.uuid(), state: deadLetterState, reason: z.string().describe('In words') })),
  ),
  more: z.boolean(),
});
export type DeadLettersDecided = z.infer<typeof deadLettersDecided>;

export const serviceName = z.enum(SERVICES);
