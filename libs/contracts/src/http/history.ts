import { z } from 'zod';

/** Most entries of one page, so that a reply stays below 512 KB (design 4). */
export const HISTORY_PAGE = 200;

/** A page of a history, oldest entry first. */
export const historyQuery = z.object({
  max_page_size: z
    .string()
    .regex(/^[1-9]\d{0,3}$/, 'must be a whole number from 1 to 9999')
    .transform(Number)
    .default(100),
  page_token: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a token that a page ended with')
    .optional(),
});
