import { importDocuments } from '@callboard/contracts';
import { idIn, type Kind } from './kind';

/** Documents of metadata, whose shape is for the schema to judge. */
export const documents = (collection: string): Kind => ({
  idOf: (document) => idIn(document, 'id'),
  prepare: (document) => ({ item: document }),
  send: async (items, services) => {
    const known = items as Record<string, unknown>[];
    return (await services.ask(importDocuments, { collection, items: known })).items;
  },
});

/** Collections of metadata are told by their names (contract 2.8). */
export const isDocuments = (collection: string): boolean =>
  collection.endsWith('_set') || collection === 'functional_annotation_agg';
