import {
  type Caller,
  type CursorReply,
  mayDo,
  type MetadataDocument,
  type RightName,
  RIGHTS,
} from '@callboard/contracts';
import { projectionOf } from '@callboard/document-query';
import { DomainError } from '@callboard/kernel';
import { cursorToken, type Position } from '../domain/query/cursor-position';

/** Most documents of one batch, whatever was asked. */
const MOST = 1_000;

export const batchOf = (asked: number): number => Math.min(asked, MOST);

export interface Shown {
  readonly collection: string;
  readonly projection: Readonly<Record<string, unknown>>;
}

/** A batch as clients get it; without a position to go on from it is the last. */
export function cursorReply(
  { collection, projection }: Shown,
  documents: readonly MetadataDocument[],
  next?: { readonly id: string; readonly position: Position },
): CursorReply {
  const project = projectionOf(projection);
  const batch = project ? documents.map((document) => project(document) as MetadataDocument) : [...documents];
  const id = next === undefined ? null : cursorToken(next.id, next.position);
  return { ok: 1, cursor: { batch, id, ns: `nmdc.${collection}` } };
}

/** @throws DomainError `forbidden` */
export function demandRight(right: RightName, caller: Caller): void {
  if (!mayDo(right, caller, {}))
    throw new DomainError('forbidden', `not for you to ask. Who may: ${RIGHTS[right].words}`);
}
