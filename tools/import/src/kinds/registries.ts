import {
  importCapabilities,
  importedEntry,
  importedTrigger,
  importedWorkflow,
  importObjectTypes,
  importTriggers,
  importWorkflows,
} from '@callboard/contracts';
import type { JsonObject } from '../reading/extended-json';
import { kind } from './kind';

export const capabilities = kind({ contract: importCapabilities, shape: importedEntry });
export const objectTypes = kind({ contract: importObjectTypes, shape: importedEntry });
export const triggers = kind({ contract: importTriggers, shape: importedTrigger });
export const workflows = kind({
  contract: importWorkflows,
  shape: importedWorkflow,
  itemOf: ({ capability_ids: capabilities, ...rest }: JsonObject) => ({
    ...rest,
    capability_ids: capabilities ?? undefined,
  }),
});
