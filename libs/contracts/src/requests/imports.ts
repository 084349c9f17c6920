import { z } from 'zod';
import { outcomeSchema } from '../events/operations';
import { defineRequest, type RequestContract } from '../envelope';
import type { ErrorCode } from '../error-codes';
import { collectionName } from '../http/metadata';
import { BATCH_LIMIT, idSchema } from '../replies';
import type { ServiceName } from '../subjects';
import {
  importedAllowance,
  importedEntry,
  importedJob,
  importedObject,
  importedOperation,
  importedSite,
  importedTrigger,
  importedUser,
  importedWorkflow,
} from './import-items';

/** A batch may wait for others at the database, or at the thread that validates. */
const PATIENCE_MS = 60_000;

/** What became of one thing of a dump. `here`: it was the same; `differs`: it was another, and stays what it is. */
export const importAnswer = z.object({
  outcome: z.enum(['taken', 'here', 'differs', 'refused']),
  code: z.string().optional().describe('Why it was refused, or what is to be known of one that was taken'),
  message: z.string().optional(),
});
export type ImportAnswer = z.infer<typeof importAnswer>;

const importReply = z.object({ items: z.array(importAnswer).describe('In the order asked') });

type ImportContract<T> = RequestContract<{ items: T[] }, z.infer<typeof importReply>>;

/** Nothing that is here is changed, so that a repeat does nothing. */
function importRequest<T>(
  service: ServiceName,
  things: string,
  item: z.ZodType<T>,
  about: string,
  refusals: readonly ErrorCode[] = [],
): ImportContract<T> {
  return defineRequest(service, `import-${things}`, {
    about: `${about} What is here stays as it is. For the importer only.`,
    refusals: ['forbidden', ...refusals],
    input: z.object({ items: z.array(item).min(1).max(BATCH_LIMIT) }),
    output: importReply,
    patienceMs: PATIENCE_MS,
  });
}

export const importCapabilities = importRequest(
  'sites',
  'capabilities',
  importedEntry,
  'Brings capabilities in.',
);
export const importUsers = importRequest(
  'sites',
  'users',
  importedUser,
  'Brings users in, who log in by the password that they had.',
);
export const importSites = importRequest(
  'sites',
  'sites',
  importedSite,
  'Brings sites in with what they are able to do, and their clients with the secrets that they had.',
);
export const importAllowances = importRequest(
  'sites',
  'allowances',
  importedAllowance,
  'Brings allowances in.',
);
export const importWorkflows = importRequest('jobs', 'workflows', importedWorkflow, 'Brings workflows in.');
export const importObjectTypes = importRequest(
  'objects',
  'object-types',
  importedEntry,
  'Brings object types in.',
);
export const importTriggers = importRequest(
  'triggers',
  'triggers',
  importedTrigger,
  'Brings triggers in. They fire for what is tagged from now on, and for nothing that was.',
);
export const importObjects = importRequest(
  'objects',
  'objects',
  importedObject,
  'Brings objects in with their types. No trigger fires for them.',
  ['object-exists'],
);
export const importOperations = importRequest(
  'operations',
  'operations',
  importedOperation,
  'Brings operations of jobs in: open ones with the lease that they had, the others as they ended.',
  ['too-large'],
);
export const importJobs = importRequest(
  'jobs',
  'jobs',
  importedJob,
  'Brings jobs in, each in the state that its claims and their operations make.',
  ['too-many-workflows', 'too-large'],
);

/** How each operation of a dump ended; asked by `jobs` of `operations`. */
export const describeEnds = defineRequest('operations', 'describe-ends', {
  about: 'Which site each operation is of, its lease, and how it ended; unknown ones are left out.',
  refusals: ['forbidden'],
  input: z.object({ ids: z.array(idSchema).max(10 * BATCH_LIMIT) }),
  output: z.object({
    operations: z.array(
      z.object({
        id: z.string(),
        site_id: z.string(),
        attempt: z.int().positive(),
        lease_ms: z.int().positive(),
        outcome: outcomeSchema.nullable().describe('Null while it is open'),
        error_code: z.string().optional(),
        opened_at: z.iso.datetime(),
        ended_at: z.iso.datetime().nullable(),
      }),
    ),
  }),
});

export const importDocuments = defineRequest('metadata', 'import-documents', {
  patienceMs: PATIENCE_MS,
  about:
    'Brings documents of a collection in that fit the active schema. What they refer to may come later, and is ' +
    'looked at by `check-references`. What is here stays as it is. For the importer only.',
  refusals: ['forbidden', 'unknown-collection', 'invalid-metadata', 'too-large', 'validation-too-slow'],
  input: z.object({
    collection: collectionName,
    items: z.array(z.record(z.string(), z.unknown())).min(1).max(BATCH_LIMIT),
  }),
  output: importReply,
});

/** Most examples that one page of {@link checkReferences} tells. */
export const DANGLING_EXAMPLES = 20;

export const checkReferences = defineRequest('metadata', 'check-references', {
  patienceMs: PATIENCE_MS,
  about: 'Counts what documents of one page of a collection refer to and what is not there, with examples.',
  refusals: ['forbidden', 'unknown-collection', 'validation-too-slow'],
  input: z.object({
    collection: collectionName,
    after: z.string().max(400).optional().describe('`last` of the page before'),
  }),
  output: z.object({
    documents: z.int(),
    dangling: z.int(),
    examples: z
      .array(z.object({ id: z.string(), slot: z.string(), target: z.string() }))
      .max(DANGLING_EXAMPLES),
    last: z.string().optional().describe('Absent when the collection ends here'),
  }),
});
