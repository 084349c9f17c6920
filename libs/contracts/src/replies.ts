import { z, type ZodType } from 'zod';

/** What a refusal looks like on the wire. */
export const refusalSchema = z.object({
  code: z.string(),
  message: z.string(),
  details: z.unknown().optional(),
});
export type Refusal = z.infer<typeof refusalSchema>;

/** A whole reply on NATS: the output, or a refusal. */
export type Reply = { ok: true; output: unknown } | { ok: false; error: Refusal };

/** The answer for one item of a batch; items are answered in the order in which they were asked. */
export type ItemReply<T> = { ok: true; item: T } | { ok: false; error: Refusal };

export function itemReply<T>(item: ZodType<T>): ZodType<ItemReply<T>> {
  return z.discriminatedUnion('ok', [
    z.object({ ok: z.literal(true), item }),
    z.object({ ok: z.literal(false), error: refusalSchema }),
  ]) as unknown as ZodType<ItemReply<T>>;
}

/** `{items: [...]}` of item replies, the output of every batch request. */
export function batchReply<T>(item: ZodType<T>): ZodType<{ items: ItemReply<T>[] }> {
  return z.object({ items: z.array(itemReply(item)) });
}

export const accepted = <T>(item: T): ItemReply<T> => ({ ok: true, item });
export const refused = (code: string, message: string, details?: unknown): ItemReply<never> => ({
  ok: false,
  error: details === undefined ? { code, message } : { code, message, details },
});

/** Most bytes of the body of one request or reply between services, and of one part in which a large one travels. */
export const MESSAGE_BYTES = 64 * 1024 * 1024;
export const PART_BYTES = 1024 * 1024;

/** Most items that one batch request takes. */
export const BATCH_LIMIT = 1000;

/** An id as clients may send it: opaque text, at most 300 characters, no NUL. */
export const idSchema = z
  .string()
  .min(1)
  .max(300)
  .regex(/^[^\u0000]*$/u, 'must not hold NUL');

/** Most characters of a filter between processes; what it may hold is said by `document-query`. */
const FILTER_CHARACTERS = 70_000;

/**
 * One page of a list by ascending id, of what the filter matches (contract 3.6).
 * Refusals of every list: `invalid-input` for a filter that is not taken, `query-too-slow`.
 */
export const listInput = z.object({
  after: idSchema.optional().describe('The last id of the page before'),
  limit: z
    .int()
    .min(1)
    .max(BATCH_LIMIT)
    .describe('A page may be shorter, as replies stay small; `more` tells whether another one follows'),
  filter: z
    .string()
    .max(FILTER_CHARACTERS)
    .optional()
    .describe('JSON in the language of filters; without it everything'),
});
export type ListInput = z.infer<typeof listInput>;

/** An item of a list as the JSON that a client is shown: whoever passes it on need not read it. */
export const itemText = z.object({ id: z.string(), text: z.string().describe('JSON') });
export type ItemText = z.infer<typeof itemText>;

/** Members of the input of a list whose items go out as they come, unless they are to be looked into. */
export const inTail = {
  in_tail: z
    .boolean()
    .optional()
    .describe('The items are given in `tail`, as JSON; the list of items itself stays empty'),
  as_text: z.boolean().optional().describe('Does nothing: items are given. Its place is taken by `in_tail`'),
};

/** A part of a list as text: members of the output of a request that takes {@link inTail}. */
export const listText = {
  text: z
    .object({ count: z.int().min(0), last: z.string().optional().describe('The id of the last item') })
    .optional()
    .describe('What is in `tail`'),
  tail: z
    .custom<Uint8Array>((value) => value instanceof Uint8Array)
    .optional()
    .describe(
      'The items as JSON, as clients are shown them, joined by commas: the bytes behind the JSON of the reply',
    ),
  texts: z.array(itemText).optional().describe('Not given any more'),
};
export interface ListText {
  text: { count: number; last?: string | undefined };
  tail: Uint8Array;
}
