export {
  SERVICES,
  type ServiceName,
  subjectToken,
  requestSubject,
  siteRequestSubject,
  anySiteRequestSubject,
  siteTokenOf,
  eventSubject,
  eventStream,
  eventStreamSubjects,
  eventDurable,
  HEARERS,
  GIVEN_UP_STREAM,
  GIVEN_UP_SUBJECTS,
  givenUpNotices,
  acknowledgementOf,
  WORK_STREAM,
  WORK_SUBJECTS,
  bellSubject,
  bellDurable,
  bellPullSubject,
  operationEndedSubject,
  sensorNewsSubject,
  siteInboxPrefix,
  SITE_EXPORTS,
  sitePermissions,
} from './subjects';
export { ERROR_CODES, type ErrorCode, statusOf, TRANSIENT_CODES } from './error-codes';
export {
  callerSchema,
  type Caller,
  ANONYMOUS,
  nameOfCaller,
  type TokenClaims,
  TOKEN_ISSUER,
  TOKEN_AUDIENCE,
  TOKEN_ALGORITHM,
} from './caller';
export {
  HEADERS,
  IDEMPOTENCY_KEY_CHARACTERS,
  type EventContract,
  defineEvent,
  type RequestContract,
  defineRequest,
} from './envelope';
export {
  refusalSchema,
  type Refusal,
  type Reply,
  type ItemReply,
  itemReply,
  batchReply,
  accepted,
  refused,
  BATCH_LIMIT,
  MESSAGE_BYTES,
  PART_BYTES,
  type ListInput,
  type ItemText,
  listText,
  type ListText,
  idSchema,
} from './replies';
export { documentsChanged } from './events/documents';
export { JOB_STATES, jobState, type JobState, jobsChanged } from './events/jobs';
export { objectsChanged } from './events/objects';
export { OUTCOMES, outcomeSchema, type Outcome, operationsChanged } from './events/operations';
export { putOperationsEnded } from './events/put-operations';
export { type Revocation, sitesChanged, tokensRevoked } from './events/sites';
export { triggersFired } from './events/triggers';
export {
  workflowRef,
  workflow,
  type Workflow,
  workflowIn,
  workflowPatch,
  type WorkflowPatch,
  trigger,
  type Trigger,
  triggerIn,
  triggerPatch,
  jobClaim,
  type JobClaim,
  HTTP_LEASE_MS,
  jobIn,
  type JobIn,
  job,
  type Job,
} from './http/jobs';
export {
  accessUrl,
  accessMethod,
  checksum,
  drsId,
  type ContentsObject,
  contentsObject,
  dateTime,
  drsObjectIn,
  type DrsObjectIn,
  drsObjectPatch,
  type DrsObjectPatch,
  storedObject,
  type StoredObject,
  registryEntry,
  type RegistryEntry,
  registryEntryIn,
} from './http/objects';
export {
  JOB_OPERATION_MODEL,
  operation,
  type Operation,
  operationError,
  type OperationError,
  type OperationHistoryEntry,
  operationPatch,
} from './http/operations';
export { PUT_OPERATION_MODEL, SIGNED_SECONDS, keyInStore, storeAccessId } from './http/object-storage';
export { ACTIONS, type Action, type Allowance, allowance, CONTRACT_ACTIONS } from './http/allowances';
export {
  siteIn,
  site,
  type Site,
  credentials,
  type Credentials,
  type CredentialsOrder,
  type SiteCredentials,
  user,
  type User,
  userIn,
  userReplacement,
  type UserReplacement,
  tokenReply,
  type TokenReply,
  ORCID_TOKEN_CHARACTERS,
  isJwt,
} from './http/sites';
export {
  SITE_LEASE_MS,
  SITE_JOB_BYTES,
  listWorkflows,
  createWorkflow,
  changeWorkflow,
  deleteWorkflow,
  createJobs,
  getJobs,
  listJobs,
  claimedJob,
  type ClaimedJob,
  claimJobs,
  releaseJobs,
} from './requests/jobs';
export {
  cancelJobs,
  retryJobs,
  retryMatchingJobs,
  deleteJobs,
  explainJob,
  getJobHistory,
  limitSite,
  getSiteLimit,
} from './requests/job-management';
export { HISTORY_PAGE } from './http/history';
export {
  RETRY_LIMIT,
  EXPLANATIONS,
  type ExplanationCode,
  type ExplanationReason,
  type JobExplanation,
  type JobHistoryEntry,
  type SiteLimit,
} from './http/job-management';
export {
  CHUNK_BYTES,
  CONTENT_BYTES,
  registerObjects,
  getObjects,
  listObjects,
  changeObject,
  tagObjects,
  appendContent,
  readContent,
  listObjectTypes,
  createObjectType,
} from './requests/objects';
export {
  openOperations,
  endOperations,
  getOperations,
  getOperationHistory,
  listOperations,
  reportProgress,
  heartbeatOperations,
  settleOperations,
  operationEndedNews,
} from './requests/operations';
export {
  LINEAGE_DEPTH,
  LINEAGE_EDGES,
  LINEAGE_NODES,
  LINEAGE_PRODUCER,
  RUN_EVENT_SCHEMA,
  type LineageEdge,
  type LineageGraph,
  lineageGraph,
  type LineageNode,
  type OpenLineageDataset,
  type OpenLineageEvent,
  openLineageEvent,
} from './http/lineage';
export { RUN_CONFIG_BYTES, RUN_REQUESTS_AT_ONCE, requestJobs } from './requests/run-requests';
export {
  NEWS_AT_ONCE,
  NEWS_ATTEMPTS,
  NEWS_TAKEN_MS,
  registerSensors,
  SENSORS_OF_A_SITE,
  type SensorInterest,
  sensorInterest,
  type SensorNews,
  sensorNews,
  sensorNewsBell,
  settleSensorNews,
  takeSensorNews,
} from './requests/sensors';
export { getRunLineage, traceLineage } from './requests/lineage';
export { openPutOperations, listPromisedObjects } from './requests/put-operations';
export { permitWrite, returnPermit, PERMIT_VALID_MS, PERMIT_KEPT_MS } from './requests/write-permits';
export {
  issueToken,
  listTokenKeys,
  getUsers,
  createUser,
  createSite,
  listSites,
  getSites,
  grantCapabilities,
  generateCredentials,
  listCredentials,
  revokeCredentials,
  changeSiteClient,
  checkAllowance,
  listCapabilities,
} from './requests/sites';
export { replaceUser, listUsers } from './requests/users';
export { logInByOrcid } from './requests/orcid';
export { giveAllowance, listAllowances, takeAllowance } from './requests/allowances';
export { DEAD_LETTER_REQUESTS } from './requests/dead-letters';
export {
  DEAD_LETTERS_AT_ONCE,
  type DeadLetter as KeptDeadLetter,
  type DeadLetterChoice,
  type DeadLettersDecided,
  type DeadLetterState,
} from './http/dead-letters';
export { listTriggers, createTrigger, changeTrigger, deleteTrigger } from './requests/triggers';
export {
  SUBMISSION_BYTES,
  SUBMISSION_DOCUMENTS,
  DOCUMENT_BYTES,
  stageDocuments,
  checkSubmission,
  applySubmission,
  discardSubmission,
  listDocuments,
  countDocuments,
  getDocument,
  getDocumentHistory,
} from './requests/metadata';
export { insertExecutions, removeExecution } from './requests/executions';
export {
  aggregateDocuments,
  continueQuery,
  deleteDocuments,
  findDocuments,
  updateDocuments,
} from './requests/queries';
export {
  type AggregateCommand,
  type CursorReply,
  type DeleteCommand,
  type FindCommand,
  type GetMoreCommand,
  type QueryCommand,
  type UpdateCommand,
  type WriteReply,
} from './http/queries';
export {
  SHEET_BYTES,
  SHEET_ROWS,
  SHEET_ROWS_OF_DOCUMENT,
  PREVIEW_BYTES,
  stageSheet,
  previewChangesheet,
  rememberPreview,
  applyChangesheet,
  undoChangesheet,
} from './requests/changesheets';
export { type SheetResult, changesheetState, type ChangesheetState } from './http/changesheets';
export {
  curateSubmission,
  listStagedDocuments,
  REASONS_TOLD,
  type Curation,
  type DroppedDocument,
} from './requests/curation';
export { searchDocuments, summarizeDocuments, getDocuments, type Link, listLinks } from './requests/finds';
export {
  FIND_GROUPS,
  FIND_SKIP,
  FIRST_CURSOR,
  type FindGroup,
  type FindMeta,
  LINKED_DOCUMENTS,
  LINKED_IDS,
  type LinkedDocument,
} from './http/finds';
export { archiveOperations } from './requests/archive';
export { SCHEMA_BYTES, installSchema, activateSchema, listSchemas, describeSchema } from './requests/schemas';
export { mintIds, resolveId, bindId, deleteId } from './requests/ids';
export {
  DRS_BASE,
  DRS_BULK,
  DRS_EXPANSION,
  DRS_VERSION,
  isDrsPath,
  drsError,
  type DrsError,
  type DrsAccessUrl,
  type DrsAccessMethod,
  type DrsAuthorizations,
  type DrsDocument,
  type DrsServiceInfo,
  type DrsUnresolved,
  type DrsBulkAccessOrder,
} from './http/drs';
export { BOUND_BYTES, type MintedIdReply } from './http/ids';
export {
  collectionName,
  metadataDocument,
  type MetadataDocument,
  findings,
  type Findings,
  documentChange,
  type DocumentChange,
  collectionResult,
  type CollectionResult,
  collectionStats,
  type CollectionStats,
  schemaVersion,
  type SchemaVersion,
  typecode,
  type Typecode,
} from './http/metadata';
export {
  type Tier,
  type RouteMethod,
  type RouteExample,
  type RouteSuccess,
  type RouteContract,
  defineRoute,
  OPERATION_HEADER,
  listQuery,
  type ListQuery,
  listReply,
  openListReply,
} from './http/routes-contract';
export {
  tokenForm,
  type TokenForm,
  userReply,
  type UserReply,
  siteCreated,
  type SiteCreated,
} from './http/routes-access';
export {
  drsObject,
  type DrsObject,
  drsObjectWithTypes,
  type DrsObjectWithTypes,
  type RawObject,
  rawObject,
} from './http/routes-objects';
export { jobReply, type JobReply } from './http/routes-jobs';
export { operationReply, type OperationReply } from './http/routes-operations';
export { healthReply, type HealthReply, versionReply, type VersionReply } from './http/routes-system';
export { IDEMPOTENCY_HEADER, idempotencyKey, keyRuleOf } from './http/idempotency-key';
export { ROUTES } from './http/routes';
export { type CredentialsReply, type Jwks } from './http/routes-credentials';
export { CONTRACT_WORKFLOWS, type SeededEntry } from './http/contract-workflows';
export { EVENTS, REQUESTS } from './published-language';
export {
  type JsonSchema,
  type SchemaSide,
  type SchemaDialect,
  jsonSchemaOf,
  namedSchemas,
} from './language/json-schema';
export { type PublishedShapes } from './language/published-shapes';
export { PUBLISHED } from './language/published-files';
export { grownPromise } from './language/promise';
export { type Right, type RightName, RIGHTS, type Role, ROLES, USER_ADMIN_SITE } from './http/rights';
export {
  cell,
  type Circumstances,
  isForSites,
  isOpen,
  judge,
  mayDo,
  type RefusalStatus,
} from './http/rights-verdict';
export {
  runEventType,
  type RunEventType,
  jobSummary,
  type JobSummary,
  runEvent,
  type RunEvent,
  runSummary,
  type RunSummary,
  opState,
  runOp,
  type RunOp,
  opName,
  TOLD_EVENTS,
  FACETS_BYTES,
  TOLD_IN_QUERY,
  toldRunEvent,
  type ToldRunEvent,
} from './http/runs';
export { requestJobRun, tellRunEvent } from './requests/run-reports';
export {
  OP_OUTPUT_BYTES,
  requestRun,
  beginRun,
  recordRunEvents,
  getRun,
  listRunEvents,
  listRunOps,
  listObjectRuns,
} from './requests/runs';
export { demandImporter, IMPORTER } from './importer';
export {
  type ImportedAllowance,
  importedAllowance,
  type ImportedEntry,
  importedEntry,
  type ImportedJob,
  importedJob,
  type ImportedObject,
  importedObject,
  type ImportedOperation,
  importedOperation,
  type ImportedSite,
  importedSite,
  type ImportedTrigger,
  importedTrigger,
  type ImportedUser,
  importedUser,
  type ImportedWorkflow,
  importedWorkflow,
} from './requests/import-items';
export {
  checkReferences,
  DANGLING_EXAMPLES,
  describeEnds,
  type ImportAnswer,
  importAllowances,
  importCapabilities,
  importDocuments,
  importJobs,
  importObjects,
  importObjectTypes,
  importOperations,
  importSites,
  importTriggers,
  importUsers,
  importWorkflows,
} from './requests/imports';
