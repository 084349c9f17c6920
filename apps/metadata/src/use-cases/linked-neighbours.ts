import { LINKED_DOCUMENTS } from '@callboard/contracts';
import {
  type Direction,
  type LinkingDocument,
  linkingSlots,
  namedBy,
  namedCollections,
  opposite,
} from '../domain/links/direction';
import { TooFar } from '../domain/links/spread';
import { collectionsOfCodes, type DatabaseSchema } from '../domain/schema/database-schema';
import type { LinksStore } from './links-store';

/** Ids that are asked for at once. */
const STEP = 1000;
/** Most documents in which some ids stand: more than can be linked, as some may name them for another reason. */
const MOST_NAMING = 2 * LINKED_DOCUMENTS;

/** Who is next to a document, for one walk: each document is read once. */
export class LinkedNeighbours {
  private readonly slots: readonly string[];
  private readonly documents = new Map<string, LinkingDocument>();
  private readonly absent = new Set<string>();

  constructor(
    private readonly store: LinksStore,
    private readonly schema: DatabaseSchema,
  ) {
    this.slots = linkingSlots(schema);
  }

  /** Of a document that was come to; undefined when it does not exist. */
  typeOf(id: string): string | undefined {
    return this.documents.get(id)?.type;
  }

  async load(ids: readonly string[]): Promise<void> {
    const unknown = ids.filter((id) => !this.documents.has(id) && !this.absent.has(id));
    for (let at = 0; at < unknown.length; at += STEP)
      this.keep(await this.store.find(unknown.slice(at, at + STEP), this.slots));
    for (const id of unknown) if (!this.documents.has(id)) this.absent.add(id);
  }

  /** What each names in this direction, and who names it in the other one. */
  async of(ids: readonly string[], direction: Direction): Promise<ReadonlyMap<string, readonly string[]>> {
    await this.load(ids);
    const next = new Map(ids.map((id) => [id, new Set(this.named(id, direction))]));
    const back = opposite(direction);
    const named = namedCollections(this.schema, back, (codes) => collectionsOfCodes(this.schema, codes));
    const sought = ids.filter((id) => named.has(this.documents.get(id)?.collection ?? ''));
    for (let at = 0; at < sought.length; at += STEP)
      for (const { id } of await this.naming(sought.slice(at, at + STEP)))
        for (const target of this.named(id, back)) next.get(target)?.add(id);
    await this.load([...next.values()].flatMap((each) => [...each]));
    return new Map([...next].map(([id, each]) => [id, [...each].filter((one) => this.documents.has(one))]));
  }

  private async naming(ids: readonly string[]): Promise<readonly LinkingDocument[]> {
    const found = await this.store.naming(ids, this.slots, MOST_NAMING + 1);
    if (found.length > MOST_NAMING) throw new TooFar(`more than ${MOST_NAMING} documents name these`);
    this.keep(found);
    return found;
  }

  private named(id: string, direction: Direction): readonly string[] {
    const document = this.documents.get(id);
    return document === undefined ? [] : namedBy(this.schema, document)[direction];
  }

  private keep(documents: readonly LinkingDocument[]): void {
    for (const document of documents) this.documents.set(document.id, document);
  }
}
