import {
  importAllowances,
  importedAllowance,
  importedSite,
  importedUser,
  importSites,
  importUsers,
} from '@callboard/contracts';
import type { JsonObject } from '../reading/extended-json';
import { kind } from './kind';

/** The reference keeps a null where it has nothing. */
function withoutNulls(document: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(document).filter(([, value]) => value !== null));
}

export const users = kind({
  contract: importUsers,
  shape: importedUser,
  itemOf: withoutNulls,
  key: 'username',
});
export const sites = kind({ contract: importSites, shape: importedSite, itemOf: withoutNulls });
export const allowances = kind({ contract: importAllowances, shape: importedAllowance, key: 'username' });
