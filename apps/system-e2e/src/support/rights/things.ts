import { randomBytes, randomUUID } from 'node:crypto';
import { type RouteContract, ROUTES } from '@callboard/contracts';
import { type Cast, loginOf, made, newClient, OWN_SITE } from './cast';

/** What one call of a route is made with, where it differs from the route's example. */
interface Call {
  params?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  /** The status of a good answer where it is not that of the route: the thing has nothing to give. */
  status?: number;
}

/** Prepares what a call is about: things of the own site, new ones each time, so that no call spoils the next. */
type Fixture = (cast: Cast) => Promise<Call> | Call;

const asShown: Fixture = () => ({});
const newId = (): string => `rights-${randomUUID()}`;

function newObject(): object {
  const example = ROUTES.createObject.example.body as object;
  return { ...example, checksums: [{ type: 'sha256', checksum: randomBytes(32).toString('hex') }] };
}

const newJob = (): object => ({ workflow: { id: 'test' }, config: {} });

const madeId = async (...call: Parameters<typeof made>): Promise<string> =>
  (await made<{ id: string }>(...call)).id;

const anObject: Fixture = async (cast) => ({
  params: { object_id: await madeId(cast['own-site'], '/objects', newObject()) },
});
/** Of an object whose bytes are elsewhere. */
const anUnknownAccess: Fixture = async (cast) => {
  const { params } = await anObject(cast);
  return { params: { ...params, access_id: 'none' }, status: 404 };
};
const aJob: Fixture = async (cast) => ({
  params: { job_id: await madeId(cast['own-site'], '/jobs', newJob()) },
});

/** A job that the own site holds, and the operation of its claim. */
async function claimed(cast: Cast): Promise<{ job_id: string; op_id: string }> {
  const job_id = await madeId(cast['own-site'], '/jobs', newJob());
  return { job_id, op_id: await madeId(cast['own-site'], `/jobs/${job_id}:claim`, undefined) };
}

/** A job of the own site that was cancelled. */
const anEndedJob: Fixture = async (cast) => {
  const { params } = await aJob(cast);
  await made(cast['own-site'], `/jobs/${params?.job_id}:cancel`, undefined);
  return { params: params ?? {} };
};

const anOperation: Fixture = async (cast) => ({ params: { op_id: (await claimed(cast)).op_id } });

const registered = (cast: Cast, path: string): Promise<string> =>
  madeId(cast['runtime-admin'], path, { id: newId() });

const aWorkflow: Fixture = async (cast) => ({
  params: { workflow_id: await registered(cast, '/workflows') },
});

/** Of a type that no object bears, so that it never fires. */
const newTrigger = async (cast: Cast): Promise<object> => ({
  object_type_id: await registered(cast, '/object_types'),
  workflow_id: await registered(cast, '/workflows'),
});

const aTrigger: Fixture = async (cast) => ({
  params: { trigger_id: await madeId(cast['runtime-admin'], '/triggers', await newTrigger(cast)) },
});

/** Runs are begun by sites on the broker, not over HTTP. */
const noRun: Fixture = () => ({ params: { run_id: 'none' }, status: 404 });

/** A run that the asker asked for, and whose job the own site has claimed. */
const anAskedRun: Fixture = async (cast) => {
  const run = await made<{ id: string; job_id: string }>(cast.asker, '/runs?job_id=test', {});
  await made(cast['own-site'], `/jobs/${run.job_id}:claim`, undefined);
  return { params: { run_id: run.id }, body: { run: { id: run.id } } };
};

/** An id that was minted for the own site. */
const anId: Fixture = async (cast) => {
  const asked = { schema_class: { id: 'nmdc:Biosample' } };
  const [id] = await made<string[]>(cast['own-site'], '/pids/mint', asked);
  return { body: { id, metadata: {} } };
};

const ownSite: Fixture = () => ({ params: { site_id: OWN_SITE } });
const aClient: Fixture = async (cast) => ({
  params: {
    site_id: OWN_SITE,
    client_id: (await newClient(cast['site-administrator'], OWN_SITE)).client_id,
  },
});

const aGivenAllowance: Fixture = async (cast) => {
  const query = { username: newId(), action: '/wf_file_staging' };
  await made(cast['allowed-user'], '/admin/allowances', query);
  return { query };
};

/** Nobody has handed in any metadata. */
const nothing: Fixture = () => ({ status: 404 });

/** One line for each route of the table. */
const FIXTURES: Record<keyof typeof ROUTES, Fixture> = {
  token: () => ({ body: loginOf('user') }),
  me: asShown,
  createUser: () => ({ body: { username: newId(), password: 'correct-horse-battery' } }),
  replaceUser: async (cast) => {
    const body = { username: newId(), password: 'correct-horse-battery' };
    await made(cast['user-admin'], '/users', body);
    return { body };
  },
  listUsers: asShown,
  createSite: () => ({ body: { id: newId() } }),
  listSites: asShown,
  getSite: ownSite,
  grantCapabilities: ownSite,

  generateCredentials: ownSite,
  listCredentials: ownSite,
  revokeCredentials: aClient,
  changeSiteClient: aClient,
  jwks: asShown,

  listAllowances: asShown,
  listActions: asShown,
  giveAllowance: () => ({ body: { username: newId(), action: '/wf_file_staging' } }),
  takeAllowance: aGivenAllowance,

  // No object store is configured; everybody else is refused before that.
  putObject: () => ({ status: 501 }),
  getObjectLink: () => ({ status: 501 }),

  listCapabilities: asShown,
  getCapability: asShown,
  listObjectTypes: asShown,
  getObjectType: asShown,
  createObjectType: () => ({ body: { id: newId() } }),
  workflowsOfObjectType: asShown,

  listWorkflows: asShown,
  getWorkflow: asShown,
  createWorkflow: () => ({ body: { id: newId() } }),
  changeWorkflow: aWorkflow,
  deleteWorkflow: aWorkflow,
  objectTypesOfWorkflow: asShown,
  capabilitiesOfWorkflow: asShown,
  listTriggers: asShown,
  getTrigger: aTrigger,
  createTrigger: async (cast) => ({ body: await newTrigger(cast) }),
  changeTrigger: aTrigger,
  deleteTrigger: aTrigger,

  createObject: () => ({ body: newObject() }),
  listObjects: asShown,
  getObject: anObject,
  changeObject: anObject,
  typesOfObject: anObject,
  tagObject: anObject,
  objectAccess: anUnknownAccess,
  drsServiceInfo: asShown,
  ga4ghObject: anObject,
  drsObject: anObject,
  drsObjectOptions: anObject,
  drsAccess: anUnknownAccess,
  drsAccessOrder: anUnknownAccess,
  drsObjects: asShown,
  drsObjectsOptions: asShown,
  drsAccesses: asShown,
  storedFile: async (cast) => ({ ...(await anObject(cast)), status: 404 }),

  listJobs: asShown,
  createJob: () => ({ body: newJob() }),
  getJob: aJob,
  claimJob: aJob,
  releaseJob: async (cast) => ({ params: { job_id: (await claimed(cast)).job_id } }),
  releaseJobs: async (cast) => ({ body: { job_ids: [(await claimed(cast)).job_id] } }),

  cancelJob: aJob,
  retryJob: anEndedJob,
  retryJobs: () => ({ body: { filter: { 'workflow.id': newId() } } }),
  explainJob: aJob,
  jobHistory: aJob,
  siteLimit: ownSite,
  limitSite: () => ({ params: { site_id: OWN_SITE }, body: { max_running: null } }),

  listOperations: asShown,
  getOperation: anOperation,
  patchOperation: anOperation,
  heartbeatOperation: anOperation,
  operationHistory: anOperation,

  validateJson: () => ({ body: {} }),
  submitJson: () => ({ body: {} }),
  // No form is sent, so whoever may ask is told that the file is missing.
  validateChangesheet: () => ({ status: 422 }),
  submitChangesheet: () => ({ status: 422 }),
  undoChangesheet: nothing,
  insertExecutions: () => ({ body: { workflow_execution_set: [] } }),
  deleteExecution: nothing,
  postActivities: asShown,
  documentHistory: nothing,
  collectionNames: asShown,
  schemaVersionText: asShown,
  typecodes: asShown,
  collectionStats: asShown,
  documentById: nothing,
  collectionOfId: nothing,
  listCollection: asShown,
  documentOfCollection: nothing,
  mintIds: asShown,
  resolveId: nothing,
  bindId: anId,
  deleteId: anId,
  runQuery: () => ({ body: { find: 'jobs', limit: 1 } }),
  listSchemas: asShown,
  installSchema: asShown,
  activateSchema: asShown,
  getRun: noRun,
  listRunEvents: noRun,
  listRunOps: noRun,
  startRun: asShown,
  tellRunEvent: anAskedRun,
  listObjectRuns: asShown,
  runLineage: noRun,
  traceLineage: asShown,

  listDeadLetters: asShown,
  redriveDeadLetters: asShown,
  discardDeadLetters: asShown,

  health: asShown,
  version: asShown,
  root: asShown,
};

/** What a route is called with: its example, about things that exist, and the status of a good answer. */
export async function callOf(name: string, route: RouteContract, cast: Cast): Promise<Required<Call>> {
  const fixture = (FIXTURES as Record<string, Fixture | undefined>)[name];
  if (fixture === undefined) throw new Error(`the route ${name} needs a line in FIXTURES`);
  const { params = route.example.params ?? {}, query, body, status } = await fixture(cast);
  return {
    params,
    query: query ?? route.example.query ?? {},
    body: body ?? route.example.body,
    status: status ?? route.ok.status,
  };
}
