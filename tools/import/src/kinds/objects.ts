import { importedObject, importObjects } from '@callboard/contracts';
import { kind } from './kind';

/** Who is said to manage what was registered before managers were kept. */
const NOBODY = 'nmdc-runtime';

/** The runtime's own fields lie beside those of the description (contract 1.1). */
export const objects = kind({
  contract: importObjects,
  shape: importedObject,
  itemOf: ({ id, self_uri: _made, _mgr_site: manager, types, ...object }) => ({
    id,
    object,
    manager: manager ?? NOBODY,
    types: types ?? undefined,
  }),
});
