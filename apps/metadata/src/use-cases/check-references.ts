import { DANGLING_EXAMPLES } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ActiveSchemaReader } from './active-schema';
import { DOCUMENTS_STORE, type DocumentsStore } from './documents-store';
import { IMPORTS_STORE, type ImportsStore, type Reference } from './imports-store';

/** Documents are read, held against the schema and answered for page by page. */
const PAGE = 1000;

/** What was found on one page. */
export interface CheckedPage {
  readonly documents: number;
  readonly dangling: number;
  readonly examples: readonly Reference[];
  /** Where the next page begins; absent when the collection ends. */
  readonly last?: string | undefined;
}

/** Looks whether what documents refer to is there, wherever they came from. */
@Injectable()
export class CheckReferences {
  constructor(
    @Inject(DOCUMENTS_STORE) private readonly documents: DocumentsStore,
    @Inject(IMPORTS_STORE) private readonly imports: ImportsStore,
    private readonly active: ActiveSchemaReader,
  ) {}

  /** Refusals: `unknown-collection`, `validation-too-slow`. */
  async execute(collection: string, after?: string): Promise<CheckedPage> {
    await this.active.demandCollection(collection);
    const { documents, more } = await this.documents.page(collection, { after, limit: PAGE });
    const toCheck = documents.map(({ document }, place) => ({ collection, place, document }));
    const checked = await this.active.check(await this.active.read(), toCheck);
    const references = checked.flatMap(({ references }, at) =>
      references.map((reference) => ({ ...reference, id: documents[at]?.key ?? '' })),
    );
    const dangling = await this.imports.dangling(references);
    return {
      documents: documents.length,
      dangling: dangling.length,
      examples: dangling.slice(0, DANGLING_EXAMPLES),
      ...(more ? { last: documents.at(-1)?.key } : {}),
    };
  }
}
