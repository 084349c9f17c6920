import {
  type CollectionStats,
  countDocuments,
  describeSchema,
  getDocument,
  getDocumentHistory,
  listDocuments,
  type MetadataDocument,
  ROUTES,
  type Typecode,
} from '@callboard/contracts';
import { parseProjection } from '@callboard/document-query';
import { RequestClient } from '@callboard/messaging';
import { Controller, StreamableFile } from '@nestjs/common';
import { ONE_DOCUMENT } from '../lists/batch';
import { streamedList } from '../lists/streamed-list';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';

/** How long to wait for all documents to be counted, in ms. */
const COUNTING = { timeoutMs: 20_000 };

/** Documents of the collections (contract 2.8). */
@Controller()
export class DocumentsController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.collectionNames)
  async collectionNames(): Promise<string[]> {
    return (await this.requests.request(describeSchema, {})).active.collections;
  }

  @Route(ROUTES.schemaVersionText)
  async version(): Promise<StreamableFile> {
    const { active } = await this.requests.request(describeSchema, {});
    // A bare text would be sent as text, and not as JSON.
    return new StreamableFile(Buffer.from(JSON.stringify(String(active.version))), {
      type: 'application/json; charset=utf-8',
    });
  }

  @Route(ROUTES.typecodes)
  async typecodes(): Promise<Typecode[]> {
    return (await this.requests.request(describeSchema, {})).typecodes;
  }

  @Route(ROUTES.collectionStats)
  async stats(): Promise<CollectionStats[]> {
    const { collections } = await this.requests.request(countDocuments, {}, COUNTING);
    return collections.map(({ collection, documents: count, size_bytes: size }) => ({
      ns: `nmdc.${collection}`,
      storageStats: { count, size, avgObjSize: count === 0 ? 0 : size / count, scaleFactor: 1 },
    }));
  }

  @Route(ROUTES.documentById)
  async byId({ params }: Asked<typeof ROUTES.documentById>): Promise<MetadataDocument> {
    return (await this.requests.request(getDocument, { id: params.id }, ONE_DOCUMENT)).document;
  }

  @Route(ROUTES.collectionOfId)
  async collectionOf({ params }: Asked<typeof ROUTES.collectionOfId>): Promise<{ collection_name: string }> {
    const { collection } = await this.requests.request(getDocument, { id: params.id }, ONE_DOCUMENT);
    return { collection_name: collection };
  }

  @Route(ROUTES.documentHistory)
  async history({ params, query }: Asked<typeof ROUTES.documentHistory>) {
    const { items, more } = await this.requests.request(
      getDocumentHistory,
      { id: params.id, after: query.page_token ?? 0, limit: query.max_page_size },
      ONE_DOCUMENT,
    );
    return { resources: items, next_page_token: more ? (items.at(-1)?.version ?? null) : null };
  }

  @Route(ROUTES.listCollection)
  list({ params, query }: Asked<typeof ROUTES.listCollection>): Promise<StreamableFile> {
    const collection = params.collection_name;
    return streamedList(query, {
      collection: `nmdcschema/${collection}`,
      read: async (part) => {
        const asked = { ...part, collection };
        const { documents, ...rest } = await this.requests.request(listDocuments, asked);
        return { items: documents.map(({ key, document }) => ({ id: key, document })), ...rest };
      },
      view: ({ document }) => document,
      passesText: true,
    });
  }

  /** Only what is named of the document, its id too (contract 2.8). */
  @Route(ROUTES.documentOfCollection)
  async ofCollection({
    params,
    query,
  }: Asked<typeof ROUTES.documentOfCollection>): Promise<MetadataDocument> {
    const asked = { id: params.id, collection: params.collection_name };
    const { document } = await this.requests.request(getDocument, asked, ONE_DOCUMENT);
    const project = parseProjection(query.projection, 'exactly');
    return project === undefined ? document : (project(document) as MetadataDocument);
  }
}
