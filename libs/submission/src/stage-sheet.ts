import { randomUUID } from 'node:crypto';
import { CHUNK_BYTES, SHEET_BYTES, stageSheet } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { Ask } from './stage-submission';

/** Stages the bytes of a changesheet part by part, each answered before the next, and gives the id of the sheet. */
export async function stageChangesheet(pieces: AsyncIterable<Uint8Array>, ask: Ask): Promise<string> {
  const sheet_id = randomUUID();
  let [n, total] = [0, 0];
  let held = Buffer.alloc(0);
  const send = async (part: Buffer): Promise<void> => {
    await ask(stageSheet, { sheet_id, n, bytes: part.toString('base64') });
    n += 1;
  };
  for await (const piece of pieces) {
    total += piece.length;
    if (total > SHEET_BYTES)
      throw new DomainError(
        'too-large',
        `a changesheet has at most ${SHEET_BYTES} bytes: cut it into several`,
      );
    held = Buffer.concat([held, piece]);
    while (held.length >= CHUNK_BYTES) {
      await send(held.subarray(0, CHUNK_BYTES));
      held = held.subarray(CHUNK_BYTES);
    }
  }
  if (held.length > 0 || n === 0) await send(held);
  return sheet_id;
}
