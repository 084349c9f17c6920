import { Readable } from 'node:stream';
import type { ListText } from '@callboard/contracts';
import { StreamableFile } from '@nestjs/common';

/** Items as JSON, and whether others follow. */
export interface Part extends ListText {
  more: boolean;
}

/** What is written: a list whose questions were checked. */
export interface Writing {
  read(after: string | undefined, limit: number): Promise<Part>;
  tokenAfter(id: string): string;
  /** What closes the list where nothing follows. */
  atEnd: string;
  /** Items read at once. */
  step: number;
}

export const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * One page of a list of items after `after`, or with a size below 1 all of it (contract 3.6), written as it comes: memory
 * stays flat however much there is. The first items are read before the reply begins, so that a service that is down is
 * still a 503, and a filter that it refuses a 422.
 *
 * @throws DomainError what `read` throws
 */
export async function streamedPage(
  list: Writing,
  after: string | undefined,
  size: number,
): Promise<StreamableFile> {
  const most = size < 1 ? Number.POSITIVE_INFINITY : size;
  const first = await list.read(after, Math.min(most, list.step));
  return new StreamableFile(Readable.from(write(list, first, most)), { type: JSON_TYPE });
}

/** The next part is asked for before this one is written, so that reading and writing overlap. */
async function* write(list: Writing, first: Part, most: number): AsyncGenerator<string | Uint8Array> {
  let page = first;
  let left = most;
  let last: string | undefined;
  yield '{"resources":[';
  for (;;) {
    const before = last;
    left -= page.text.count;
    last = page.text.last ?? last;
    const goesOn = page.more && left > 0 && page.text.count > 0;
    const next = goesOn ? list.read(last, Math.min(left, list.step)) : undefined;
    // A reader that goes away leaves this part of the list unread; its failure is nobody's then.
    next?.catch(() => undefined);
    if (page.text.count > 0) {
      if (before !== undefined) yield ',';
      yield page.tail;
    }
    if (next === undefined) break;
    page = await next;
  }
  yield page.more && last !== undefined
    ? `],"next_page_token":${JSON.stringify(list.tokenAfter(last))}}`
    : list.atEnd;
}
