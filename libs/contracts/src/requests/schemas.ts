import { z } from 'zod';
import { defineRequest } from '../envelope';
import { schemaVersion, typecode } from '../http/metadata';

/** Most bytes of a schema, as JSON. */
export const SCHEMA_BYTES = 16 * 1024 * 1024;

export const installSchema = defineRequest('metadata', 'install-schema', {
  idempotency: 'by-key',
  about:
    'Keeps a JSON Schema (draft 2019-09 or 2020-12) of a Database of collections as a new version, after it was ' +
    'compiled. The same schema again gives the version that it has. It is not active yet.',
  refusals: ['forbidden', 'invalid-schema', 'too-large'],
  input: z.object({ schema: z.record(z.string(), z.unknown()) }),
  output: schemaVersion,
});

export const activateSchema = defineRequest('metadata', 'activate-schema', {
  idempotency: 'by-key',
  about: 'Makes a version the one that documents are held against from now on, in every process.',
  refusals: ['forbidden', 'not-found'],
  input: z.object({ version: z.int().positive() }),
  output: schemaVersion,
});

export const listSchemas = defineRequest('metadata', 'list-schemas', {
  about: 'The versions of the schema, newest first.',
  input: z.object({}),
  output: z.object({ schemas: z.array(schemaVersion) }),
});

export const describeSchema = defineRequest('metadata', 'describe-schema', {
  about: 'The active version: its collections and the classes whose ids can be minted.',
  input: z.object({}),
  output: z.object({
    active: schemaVersion,
    typecodes: z.array(typecode),
    collections_of_types: z
      .record(z.string(), z.string())
      .optional()
      .describe('In which collection documents of a `type` stand, such as `nmdc:MagsAnalysis`'),
    collections_of_processes: z
      .array(z.string())
      .optional()
      .describe('Those whose documents are planned processes: they have inputs or outputs'),
  }),
  forSites: true,
});
