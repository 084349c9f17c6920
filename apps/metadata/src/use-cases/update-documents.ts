import { type Caller, type UpdateCommand, type WriteReply } from '@callboard/contracts';
import { parseMatch } from '@callboard/document-query';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { canonicalJson } from '../domain/canonical-json';
import { carryOut } from '../domain/update/carry-out';
import { readUpdate } from '../domain/update/read-update';
import { QueryCollections } from './query-collections';
import { demandRight } from './query-reply';
import type { VersionedDocument } from './sheets-store';
import { StoreUpdates, type Updated } from './store-updates';
import { UPDATES_STORE, type UpdatesStore } from './updates-store';

/** Most documents that one command changes. */
const MOST = 1_000;

/** Changes the documents that match, all or none. */
@Injectable()
export class UpdateDocuments {
  constructor(
    @Inject(UPDATES_STORE) private readonly updates: UpdatesStore,
    private readonly collections: QueryCollections,
    private readonly store: StoreUpdates,
  ) {}

  /** Refusals: those of the contract. */
  async execute({ update: collection, updates }: UpdateCommand, caller: Caller): Promise<WriteReply> {
    demandRight('allow:/queries:run(query_cmd:DeleteCommand)', caller);
    await this.collections.demandWritable(collection);
    const statements = updates.map(({ q, u, multi }) => ({
      filter: parseMatch(q),
      operations: readUpdate(u),
      multi,
    }));
    const changed = new Map<string, Updated>();
    let n = 0;
    // What matches is asked of the documents as they are kept; each statement changes what those before it have left.
    for (const { filter, operations, multi } of statements) {
      const found = await this.updates.matching(collection, filter, multi ? MOST + 1 : 1);
      n += found.length;
      for (const each of found) {
        const { before, version, after } = changed.get(each.id) ?? demandOwnId(each);
        changed.set(each.id, { before, version, after: carryOut(after, operations) });
      }
      demandFew(changed.size);
    }
    if (n === 0)
      throw new DomainError(
        'nothing-matched',
        `No document of ${collection} matches what was to be changed.`,
      );
    const others = [...changed].filter(
      ([, { before, after }]) => canonicalJson(before) !== canonicalJson(after),
    );
    const nModified = others.length === 0 ? 0 : await this.store.execute(collection, new Map(others), caller);
    return { ok: 1, n, nModified };
  }
}

function demandFew(documents: number): void {
  if (documents > MOST)
    throw new DomainError(
      'query-too-large',
      `One command changes at most ${MOST} documents, and more match: narrow it.`,
    );
}

/** A document without an id is known by what it says, so that changed it would be another one. */
function demandOwnId({ id, version, document }: VersionedDocument): Updated {
  if (document.id === id) return { before: document, version, after: document };
  throw new DomainError(
    'invalid-input',
    'The documents of this collection have no id to be known by: hand in others by a submission.',
  );
}
