import {
  type ContentsObject,
  DRS_BULK,
  DRS_EXPANSION,
  type DrsDocument,
  getObjects,
  type ItemReply,
  type StoredObject,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { Injectable } from '@nestjs/common';
import { itemOf, ONE_DOCUMENT } from '../lists/batch';
import { PublicAddress } from '../public-address';
import { contentsOf, drsDocumentOf, entryOf } from './drs-object.view';

/** An entry of a bundle, with the ids of the bundles around it. */
interface Place {
  entry: ContentsObject;
  within: readonly string[];
}

/** Objects as DRS tells them. */
@Injectable()
export class DrsObjects {
  constructor(
    private readonly requests: RequestClient,
    private readonly address: PublicAddress,
  ) {}

  /** @throws DomainError `not-found` */
  async one(id: string): Promise<StoredObject> {
    const [reply] = await this.several([id]);
    if (reply === undefined) throw new DomainError('not-found', `there is no object ${id}`);
    return itemOf(reply);
  }

  /** In the order asked. @throws DomainError `too-large` for more than are taken at once */
  async several(ids: readonly string[]): Promise<ItemReply<StoredObject>[]> {
    demandFew(ids.length);
    return (await this.requests.request(getObjects, { ids: [...ids] }, ONE_DOCUMENT)).items;
  }

  /** @throws DomainError `too-large` for a bundle that holds more than is expanded */
  async document(object: StoredObject, expand: boolean): Promise<DrsDocument> {
    const { host } = this.address;
    const own = contentsOf(object);
    if (!expand || own === undefined) return drsDocumentOf(object, host);
    const contents = own.map(entryOf);
    await this.expand(contents.map((entry) => ({ entry, within: [object.id] })));
    return drsDocumentOf(object, host, contents);
  }

  /** Level by level, so that what stands in one level is asked for at once. A bundle within itself is not opened again. */
  private async expand(first: readonly Place[]): Promise<void> {
    let level = first;
    let entries = 0;
    for (let depth = 0; level.length > 0; depth += 1) {
      entries += level.length;
      if (entries > DRS_EXPANSION.entries || depth >= DRS_EXPANSION.depth) throw tooDeep();
      const known = await this.bundlesOf(level);
      level = level.flatMap((place) => opened(place, known));
    }
  }

  /** What the bundles of a level hold, by their ids; of what is no bundle, or not here, nothing. */
  private async bundlesOf(level: readonly Place[]): Promise<ReadonlyMap<string, ContentsObject[]>> {
    const closed = level.filter(({ entry }) => entry.contents == null);
    const ids = [...new Set(closed.flatMap(({ entry }) => entry.id ?? []))];
    const found = new Map<string, ContentsObject[]>();
    for (let at = 0; at < ids.length; at += DRS_BULK) {
      for (const reply of await this.several(ids.slice(at, at + DRS_BULK))) {
        if (!reply.ok && reply.error.code === 'too-large') throw tooDeep();
        const contents = reply.ok ? contentsOf(reply.item) : undefined;
        if (reply.ok && contents !== undefined) found.set(reply.item.id, contents);
      }
    }
    return found;
  }
}

/** Puts into an entry what it holds, and gives that. */
function opened({ entry, within }: Place, known: ReadonlyMap<string, ContentsObject[]>): Place[] {
  const { id } = entry;
  const nested =
    entry.contents ?? (id == null || within.includes(id) ? undefined : known.get(id)?.map(entryOf));
  if (nested === undefined) return [];
  entry.contents = nested;
  return nested.map((child) => ({ entry: child, within: id == null ? within : [...within, id] }));
}

/** @throws DomainError `too-large` */
function demandFew(count: number): void {
  if (count <= DRS_BULK) return;
  throw new DomainError(
    'too-large',
    `${count} were asked for at once, at most ${DRS_BULK} are: ask in parts`,
  );
}

const tooDeep = (): DomainError =>
  new DomainError(
    'too-large',
    `the bundle holds more than ${DRS_EXPANSION.entries} entries, or goes deeper than ${DRS_EXPANSION.depth}: ask for its parts one by one`,
  );
