import { searchDocuments, getDocuments, listLinks, summarizeDocuments } from '@callboard/contracts';
import { OnRequest } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import type { z } from 'zod';
import { ActiveSchemaReader } from '../use-cases/active-schema';
import { DOCUMENTS_STORE, type DocumentsStore } from '../use-cases/documents-store';
import { FINDS_STORE, type FindsStore } from '../use-cases/finds-store';
import { ListLinks } from '../use-cases/list-links';
import { pageOfLinks } from './page-of-links';

type InputOf<C extends { input: z.ZodType }> = z.infer<C['input']>;
type OutputOf<C extends { output: z.ZodType }> = Promise<z.infer<C['output']>>;

/** Documents by what they hold and by what they came of, open to everybody (contract 2.8). */
@Controller()
export class FindsRequests {
  constructor(
    @Inject(FINDS_STORE) private readonly finds: FindsStore,
    @Inject(DOCUMENTS_STORE) private readonly documents: DocumentsStore,
    private readonly active: ActiveSchemaReader,
    private readonly links: ListLinks,
  ) {}

  @OnRequest(searchDocuments)
  async find(asked: InputOf<typeof searchDocuments>): OutputOf<typeof searchDocuments> {
    await this.active.demandCollections(asked.collections);
    return this.finds.find(asked);
  }

  @OnRequest(summarizeDocuments)
  async summarize({
    group_by,
    ...found
  }: InputOf<typeof summarizeDocuments>): OutputOf<typeof summarizeDocuments> {
    await this.active.demandCollections(found.collections);
    const [count, groups] = await Promise.all([
      this.finds.count(found),
      group_by === undefined ? [] : this.finds.groups(found, group_by),
    ]);
    return { count, groups };
  }

  @OnRequest(getDocuments)
  async get({ ids }: InputOf<typeof getDocuments>): OutputOf<typeof getDocuments> {
    return { texts: await this.documents.findTexts(ids) };
  }

  @OnRequest(listLinks)
  async list({ ids, types, ...page }: InputOf<typeof listLinks>): OutputOf<typeof listLinks> {
    return pageOfLinks(await this.links.execute(ids, types), page);
  }
}
