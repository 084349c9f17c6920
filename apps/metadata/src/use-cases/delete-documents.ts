import { type Caller, type DeleteCommand, nameOfCaller, type WriteReply } from '@callboard/contracts';
import { parseMatch } from '@callboard/document-query';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ActiveSchemaReader } from './active-schema';
import { QueryCollections } from './query-collections';
import { demandRight } from './query-reply';
import { type StoredDocument, UPDATES_STORE, type UpdatesStore } from './updates-store';

/** Most documents that one command removes, and most referrers that a refusal names. */
const MOST = 1_000;
const MOST_TOLD = 20;

/** Removes the documents that match, all or none; what refers to one of them has to go as well. */
@Injectable()
export class DeleteDocuments {
  constructor(
    @Inject(UPDATES_STORE) private readonly updates: UpdatesStore,
    private readonly collections: QueryCollections,
    private readonly active: ActiveSchemaReader,
  ) {}

  /** Refusals: those of the contract. */
  async execute({ delete: collection, deletes }: DeleteCommand, caller: Caller): Promise<WriteReply> {
    demandRight('allow:/queries:run(query_cmd:DeleteCommand)', caller);
    await this.collections.demandWritable(collection);
    const statements = deletes.map(({ q, limit }) => ({ filter: parseMatch(q), isForOne: limit === 1 }));
    const keys = new Set<string>();
    for (const { filter, isForOne } of statements) {
      // One more than those that go already: each statement for one document removes another one.
      const most = isForOne ? keys.size + 1 : MOST + 1;
      const found = (await this.updates.matching(collection, filter, most)).filter(({ id }) => !keys.has(id));
      for (const { id } of isForOne ? found.slice(0, 1) : found) keys.add(id);
      demandFew(keys.size);
    }
    const removing = [...keys];
    const n =
      keys.size === 0
        ? 0
        : await this.updates.remove(removing, nameOfCaller(caller), (mentioning) =>
            this.demandNoReferrer(keys, mentioning),
          );
    if (n === 0)
      throw new DomainError(
        'nothing-matched',
        `No document of ${collection} matches what was to be removed.`,
      );
    return { ok: 1, n };
  }

  /** Whoever mentions an id refers to the document only where the schema says so. */
  private async demandNoReferrer(
    keys: ReadonlySet<string>,
    mentioning: readonly StoredDocument[],
  ): Promise<void> {
    if (mentioning.length === 0) return;
    const documents = mentioning.map(({ collection, document }, place) => ({ collection, place, document }));
    const checked = await this.active.check(await this.active.read(), documents);
    const referrers = mentioning.flatMap(({ key, collection }, at) => {
      const references = (checked[at]?.references ?? []).filter(({ target }) => keys.has(target));
      return references.map(({ slot, target }) => ({ id: key, collection, slot, names: target }));
    });
    const [first] = referrers;
    if (first === undefined) return;
    throw new DomainError(
      'still-referenced',
      `${first.id} of ${first.collection} names ${first.names} in ${first.slot}: change or remove it before.`,
      { referrers: referrers.slice(0, MOST_TOLD) },
    );
  }
}

function demandFew(documents: number): void {
  if (documents > MOST)
    throw new DomainError(
      'query-too-large',
      `One command removes at most ${MOST} documents, and more match: narrow it.`,
    );
}
