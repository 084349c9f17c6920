import { importedOperation, importOperations, JOB_OPERATION_MODEL } from '@callboard/contracts';
import { isJsonObject, type JsonObject } from '../reading/extended-json';
import type { ClaimsIndex } from './claims';
import { idIn, kind, type Kind } from './kind';

/** Operations of claims; those under which a site put an object promise nothing any more (contract 2.2). */
export const operations = (claims: ClaimsIndex): Kind =>
  kind({
    contract: importOperations,
    shape: importedOperation,
    leftOut: (document) =>
      isJsonObject(metadataOf(document)['job'])
        ? undefined
        : `it is of no job: only operations of ${JOB_OPERATION_MODEL} are taken in`,
    itemOf: (document) => {
      const { site_id, job } = metadataOf(document);
      return {
        ...document,
        ...claims.of(idIn(document, 'id') ?? ''),
        done: document['done'] === true,
        site_id,
        metadata: metadataOf(document),
        job,
      };
    },
  });

function metadataOf(document: JsonObject): JsonObject {
  const metadata = document['metadata'];
  return isJsonObject(metadata) ? metadata : {};
}
