import type { ImportAnswer, RequestContract } from '@callboard/contracts';
import type { z, ZodType } from 'zod';
import type { JsonObject } from '../reading/extended-json';

/** Asks a service, as the importer, for as long as it takes. */
export interface Services {
  ask<I, O>(contract: RequestContract<I, O>, input: NoInfer<I>): Promise<O>;
}

/** What a service is to be told of one document of the dump, or why it is not told. */
export type Prepared =
  | { readonly item: object }
  | { readonly refused: string }
  /** It has no meaning here, which is no fault of the dump. */
  | { readonly leftOut: string };

/** How the documents of one collection are taken in. */
export interface Kind {
  /** What the report calls the document. */
  idOf(document: JsonObject): string | undefined;
  prepare(document: JsonObject): Prepared;
  /** Items as they were prepared; answers are in their order. */
  send(items: readonly object[], services: Services): Promise<ImportAnswer[]>;
}

interface KindParts<T extends object> {
  readonly contract: RequestContract<{ items: T[] }, { items: ImportAnswer[] }>;
  readonly shape: ZodType<T>;
  /** The item that is told, out of the document; as it is unless given. */
  readonly itemOf?: (document: JsonObject) => unknown;
  readonly key?: string;
  readonly leftOut?: (document: JsonObject) => string | undefined;
}

/** A kind whose items a service takes by a request of its own. */
export function kind<T extends object>({
  contract,
  shape,
  itemOf = (document) => document,
  key = 'id',
  leftOut = () => undefined,
}: KindParts<T>): Kind {
  return {
    idOf: (document) => idIn(document, key),
    prepare: (document) => {
      const why = leftOut(document);
      if (why !== undefined) return { leftOut: why };
      const { data, error } = shape.safeParse(itemOf(document));
      return data === undefined ? { refused: faultsIn(error) } : { item: data };
    },
    // What is sent came out of `prepare`, and the service looks at it once more.
    send: async (items, services) => (await services.ask(contract, { items: items as T[] })).items,
  };
}

export function idIn(document: JsonObject, key: string): string | undefined {
  const id = document[key];
  return typeof id === 'string' ? id : undefined;
}

const FAULTS_TOLD = 5;

function faultsIn(error: z.ZodError | undefined): string {
  const faults = (error?.issues ?? []).map(
    ({ path, message }) => `${path.join('.') || 'the document'}: ${message}`,
  );
  return faults.slice(0, FAULTS_TOLD).join('; ');
}
