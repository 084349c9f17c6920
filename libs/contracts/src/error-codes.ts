/**
 * Every code that a refusal may carry, with the HTTP status it becomes. A code, once published, keeps its meaning.
 */
export const ERROR_CODES = {
  'bad-request': { status: 400, meaning: 'The request cannot be carried out as it was put.' },
  'unknown-object-type': { status: 400, meaning: 'A type id that is not registered.' },
  'unknown-workflow': { status: 400, meaning: 'A workflow id that is not registered.' },
  'unknown-collection': { status: 400, meaning: 'The active schema has no such collection.' },
  'invalid-sheet': { status: 400, meaning: 'The changesheet cannot be read; details name row and column.' },
  unauthenticated: {
    status: 401,
    meaning: 'No token, or one that is malformed, forged, expired or revoked.',
  },
  'wrong-credentials': { status: 401, meaning: 'This pair of name and secret does not exist.' },
  forbidden: { status: 403, meaning: 'Known, but not allowed.' },
  'missing-capability': { status: 403, meaning: 'The site lacks a capability that the job needs.' },
  'not-for-this-site': {
    status: 403,
    meaning: 'The workflow is for certain sites only, and this is none of them.',
  },
  'not-found': { status: 404, meaning: 'There is no such thing.' },
  'unknown-cursor': {
    status: 404,
    meaning:
      'The cursor is not yours, was never given, or nobody asked for it for an hour: ask the query again.',
  },
  'already-exists': { status: 409, meaning: 'The id is taken.' },
  'object-exists': { status: 409, meaning: 'An object with one of these checksums is registered.' },
  'content-kept': {
    status: 409,
    meaning: 'The bytes of the object are kept here, so its size and checksums cannot be changed.',
  },
  'workflow-in-use': { status: 409, meaning: 'A trigger or an open job names the workflow.' },
  'job-claimed': { status: 409, meaning: 'Another site holds the job.' },
  'job-not-queued': { status: 409, meaning: 'The job has ended.' },
  'job-not-due': { status: 409, meaning: 'The job waits, after a failure or as it was posted.' },
  'workflow-paused': { status: 409, meaning: 'The workflow is paused: none of its jobs is started.' },
  'limit-reached': {
    status: 409,
    meaning: 'As many jobs run as the workflow, or the site, may run at once.',
  },
  'job-ended': { status: 409, meaning: 'The job has ended in another way: there is nothing to cancel.' },
  'job-not-retriable': {
    status: 409,
    meaning: 'The job has not failed, died or been cancelled: there is nothing to try again.',
  },
  'held-by-your-site': {
    status: 409,
    meaning: 'Another process of your own site runs the job: do not run it.',
  },
  'run-ended': { status: 409, meaning: 'The run has ended: no event is taken after its end.' },
  'operation-settled': { status: 409, meaning: 'The operation has ended with a result.' },
  'operation-cancelled': { status: 409, meaning: 'The operation was cancelled.' },
  'operation-released': { status: 409, meaning: 'The operation was released.' },
  'operation-expired': { status: 409, meaning: 'The lease of the operation ran out.' },
  'operation-superseded': {
    status: 409,
    meaning: 'A later attempt of the same job has written here already.',
  },
  'idempotency-key-in-use': {
    status: 409,
    meaning: 'A request with this Idempotency-Key is being carried out; ask again after a moment.',
  },
  'idempotency-key-reused': {
    status: 422,
    meaning: 'This Idempotency-Key was sent with another request in the last 24 hours; take a new one.',
  },
  'submission-lost': {
    status: 409,
    meaning: 'Nothing is staged under this submission any more: stage its documents again.',
  },
  'schema-changed': {
    status: 409,
    meaning: 'Another schema became active after the documents were staged: stage them again.',
  },
  'id-in-use': { status: 409, meaning: 'A document stands under the id: it cannot be deleted.' },
  'document-changed': { status: 409, meaning: 'A document is no longer what the changes were made for.' },
  'still-referenced': {
    status: 409,
    meaning: 'A document that stays refers to one that was to be removed; details name both.',
  },
  'upload-conflict': { status: 409, meaning: 'A chunk of an upload differs from the one stored before.' },
  'checksum-mismatch': {
    status: 422,
    meaning: 'The bytes do not have the size or checksum that was stated.',
  },
  'too-large': { status: 413, meaning: 'More bytes than are taken.' },
  'nothing-matched': { status: 418, meaning: 'No document matches what was to be changed or removed.' },
  'invalid-input': { status: 422, meaning: 'The shape is wrong; details name each place.' },
  'invalid-metadata': { status: 422, meaning: 'The documents break rules of the schema; details name them.' },
  'invalid-schema': { status: 422, meaning: 'This is no JSON Schema of a Database of collections.' },
  'validation-too-slow': {
    status: 422,
    meaning: 'A document takes longer to be held against the schema than is granted; the message names it.',
  },
  'unknown-class': { status: 422, meaning: 'The active schema has no class of this name with ids.' },
  'query-too-slow': { status: 422, meaning: 'A filter takes longer than is granted; narrow it.' },
  'query-too-large': {
    status: 422,
    meaning: 'More rows, bytes or documents than a query may give, join or change; narrow it.',
  },
  'too-many-workflows': { status: 429, meaning: 'More unregistered workflow ids than are kept.' },
  'too-many-sensors': { status: 429, meaning: 'A site has at most 100 sensors: forget some first.' },
  'too-many-requests': {
    status: 429,
    meaning: 'Too many failed logins; Retry-After says when to try again.',
  },
  internal: { status: 500, meaning: 'A fault on our side; the log has it under the trace id.' },
  'object-storage-missing': {
    status: 501,
    meaning: 'No object store is configured: whoever runs the gateway has to name one.',
  },
  unavailable: { status: 503, meaning: 'A service does not answer; try again after a while.' },
  overloaded: { status: 503, meaning: 'A service has too much in flight; try again after a while.' },
} as const satisfies Record<string, { status: number; meaning: string }>;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The HTTP status of a code; an unknown one (a newer service behind an older gateway) is 500. */
export function statusOf(code: string): number {
  return code in ERROR_CODES ? ERROR_CODES[code as ErrorCode].status : 500;
}

/** Codes that mean "the same call may pass later". */
export const TRANSIENT_CODES: readonly string[] = ['unavailable', 'overloaded'] satisfies ErrorCode[];
