import { defineRequest } from '../envelope';
import {
  aggregateCommand,
  cursorReply,
  deleteCommand,
  findCommand,
  getMoreCommand,
  updateCommand,
  writeReply,
} from '../http/queries';

/** Jobs may be asked for in between, and a large result is computed twice, to be kept. */
const PATIENCE_MS = 60_000;

export const findDocuments = defineRequest('metadata', 'find-documents', {
  patienceMs: PATIENCE_MS,
  about: 'The documents of a collection that a filter matches, batch by batch.',
  refusals: ['forbidden', 'query-too-slow', 'query-too-large'],
  input: findCommand,
  output: cursorReply,
});

export const aggregateDocuments = defineRequest('metadata', 'aggregate-documents', {
  patienceMs: PATIENCE_MS,
  about: 'What the stages of a pipeline make of the documents of a collection, batch by batch.',
  refusals: ['forbidden', 'query-too-slow', 'query-too-large'],
  input: aggregateCommand,
  output: cursorReply,
});

export const continueQuery = defineRequest('metadata', 'continue-query', {
  patienceMs: PATIENCE_MS,
  about:
    'The next batch of a query, for whoever asked it. The same cursor gives the same batch; one that nobody asks for an ' +
    'hour is gone.',
  refusals: ['forbidden', 'unknown-cursor', 'query-too-slow'],
  input: getMoreCommand,
  output: cursorReply,
});

export const updateDocuments = defineRequest('metadata', 'update-documents', {
  idempotency: 'by-key',
  patienceMs: PATIENCE_MS,
  about:
    'Changes the documents that match, all or none, and holds what becomes of them against the active schema. What ' +
    'matches is decided before anything is changed.',
  refusals: [
    'forbidden',
    'nothing-matched',
    'query-too-slow',
    'query-too-large',
    'invalid-metadata',
    'document-changed',
    'schema-changed',
    'validation-too-slow',
  ],
  input: updateCommand,
  output: writeReply,
});

export const deleteDocuments = defineRequest('metadata', 'delete-documents', {
  idempotency: 'by-key',
  patienceMs: PATIENCE_MS,
  about:
    'Removes the documents that match, all or none, unless a document that stays refers to one of them. Their history ' +
    'stays.',
  refusals: ['forbidden', 'nothing-matched', 'query-too-slow', 'query-too-large', 'still-referenced'],
  input: deleteCommand,
  output: writeReply,
});
