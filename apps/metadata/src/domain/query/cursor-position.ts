import { DomainError } from '@callboard/kernel';

/** Where a query goes on: behind which document, and how many were given so far. */
export interface Position {
  /** A key, or the place in a kept result. */
  readonly after: string | number;
  readonly given: number;
}

export const BEGINNING: Position = { after: '', given: 0 };

/**
 * The id of a cursor as clients see it says where to go on, so that a repeat after a lost reply gives the same batch. It
 * holds no secret: the cursor that it names is its owner's alone.
 */
export function cursorToken(id: string, { after, given }: Position): string {
  return Buffer.from(JSON.stringify([id, after, given])).toString('base64url');
}

/** @throws DomainError `unknown-cursor` for what {@link cursorToken} did not make */
export function readCursorToken(token: string): Position & { readonly id: string } {
  const [id, after, given] = parsed(token);
  const isPlace = typeof after === 'string' || (Number.isSafeInteger(after) && typeof after === 'number');
  if (typeof id !== 'string' || !UUID.test(id) || !isPlace || typeof given !== 'number')
    throw unknownCursor();
  return { id, after, given };
}

export const unknownCursor = (): DomainError =>
  new DomainError(
    'unknown-cursor',
    'This cursor is not yours, was never given, or nobody asked for it for an hour: ask the query again.',
  );

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function parsed(token: string): unknown[] {
  try {
    const read: unknown = JSON.parse(Buffer.from(token, 'base64url').toString('utf8'));
    return Array.isArray(read) ? read : [];
  } catch {
    return [];
  }
}
