import {
  accepted,
  changeObject,
  changeTrigger,
  changeWorkflow,
  checkAllowance,
  claimJobs,
  createJobs,
  createObjectType,
  createSite,
  createTrigger,
  createUser,
  createWorkflow,
  deleteTrigger,
  deleteWorkflow,
  getJobs,
  getObjects,
  getOperations,
  heartbeatOperations,
  getSites,
  getUsers,
  grantCapabilities,
  issueToken,
  type Job,
  listCapabilities,
  listJobs,
  listObjects,
  listOperations,
  listObjectTypes,
  listSites,
  listTokenKeys,
  listTriggers,
  listWorkflows,
  type Operation,
  readContent,
  refused,
  registerObjects,
  releaseJobs,
  reportProgress,
  settleOperations,
  type StoredObject,
  tagObjects,
  type TokenReply,
  type User,
  USER_ADMIN_SITE,
  type Workflow,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { answerHistory, answerJobManagement, answerPuts } from './stand-in-management.fake';
import { answerCredentials, answerUsers } from './stand-in-credentials.fake';
import { answerDeadLetters } from './stand-in-dead-letters.fake';
import { answerMetadata } from './stand-in-metadata.fake';
import { answerRuns } from './stand-in-runs.fake';
import type { StandInServices } from './stand-in-services.fake';

export const JOB_ID = 'nmdc:sys0k3v9m2x7q1zt58';
export const OP_ID = 'nmdc:sys0b7d1c5h9fr2k36';
export const OBJECT_ID = 'sys0k3v9m2x7q1zt58';
export const STORED_ID = 'gfs0k3v9m2x7q1zt58';
const CREATED = '2021-09-09T00:00:00.000Z';

const entry = { created_at: CREATED, description: 'For use in unit and integration tests' };
export const testType = { id: 'test', name: 'A test object type', ...entry };
const policy = {
  paused: false,
  priority: 0,
  lease_ms: null,
  max_attempts: 1,
  max_expiries: 3,
  retry_delay_ms: 10_000,
  longest_retry_delay_ms: 3_600_000,
  final_error_codes: [],
  max_running: null,
  only_sites: null,
};
export const testWorkflow = {
  id: 'test',
  name: 'A test workflow',
  ...entry,
  capability_ids: [],
  ...policy,
};
/** Of no trigger and no job. */
const idleWorkflow = { ...testWorkflow, id: 'idle' };
export const testTrigger = {
  id: 'test--test',
  created_at: CREATED,
  object_type_id: 'test',
  workflow_id: 'test',
  paused: false,
};

const workflow = { id: 'Reads QC: v1.0.28' };
const config = { git_repo: 'https://git.example.org/qc' };
export const job: Job = {
  id: JOB_ID,
  workflow,
  config,
  created_at: '2026-01-02T03:04:05.678Z',
  state: 'queued',
  attempt: 0,
};
export const operation: Operation = {
  id: OP_ID,
  done: false,
  expire_time: '2026-02-01T03:04:05.678Z',
  result: null,
  metadata: {
    model: 'nmdc_runtime.api.models.job.JobOperationMetadata',
    site_id: 'NERSC',
    job: { id: JOB_ID, workflow, config },
  },
  outcome: null,
  attempt: 1,
};

/** As an object of that id is kept; bytes of {@link STORED_ID} are kept too. */
export function storedObject(id: string, document: Record<string, unknown> = objectDocument): StoredObject {
  const stored = id === STORED_ID;
  return { id, document, types: [], manager: 'NERSC', version: 1, created_at: CREATED, stored };
}
export const objectDocument = {
  name: 'reads.fastq',
  size: 4,
  created_time: '2026-01-02T03:04:05.000Z',
  checksums: [
    { type: 'sha256', checksum: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
  ],
  access_methods: [{ type: 'https', access_url: { url: 'https://data.example.org/reads.fastq' } }],
};

const user = (username: string, more: Partial<User> = {}): User => ({
  username,
  email: null,
  full_name: null,
  site_admin: [],
  disabled: false,
  ...more,
});
const USERS = [
  user('ada', { site_admin: ['nmdc-runtime', USER_ADMIN_SITE] }),
  user('eve', { email: 'eve@example.org' }),
  user('mallory', { disabled: true, site_admin: ['nmdc-runtime'] }),
];
const SITES = ['NERSC', 'emsl', 'nmdc-runtime'].map((id) => ({ id, capability_ids: [] }));

const noSuch = (id: string) => refused('not-found', `there is no ${id}`);

function answerAccess(services: StandInServices, keys: { kid: string; kty: string }[]): void {
  const issued: TokenReply = {
    access_token: 'issued',
    token_type: 'bearer',
    expires: { days: 1, hours: 0, minutes: 0 },
  };
  services.answer(listTokenKeys, () => ({ keys }));
  services.answer(issueToken, (pair) => {
    const secret = pair.grant === 'password' ? pair.password : pair.client_secret;
    if (secret === 'correct-horse') return issued;
    throw new DomainError('wrong-credentials', 'this pair of name and secret does not exist');
  });
  services.answer(getUsers, ({ usernames }) => ({
    items: usernames.map((name) => {
      const found = USERS.find(({ username }) => username === name);
      return found === undefined ? noSuch(name) : accepted(found);
    }),
  }));
  services.answer(createUser, ({ password: _, ...rest }, caller) => {
    if (caller.kind !== 'user' || !caller.administers.includes('nmdc-runtime')) {
      throw new DomainError('forbidden', 'only user admins may create users');
    }
    return { ...user(rest.username), ...rest, email: rest.email ?? null, full_name: rest.full_name ?? null };
  });
  services.answer(checkAllowance, ({ username, action }) => ({
    allowed: username === 'ada' && /^\/(metadata\/|queries:run|admin\/allowances$)/.test(action),
  }));
  services.answer(createSite, (site) => {
    if (SITES.some(({ id }) => id === site.id)) throw new DomainError('already-exists', 'this site exists');
    return site;
  });
  services.answer(grantCapabilities, ({ site_id, capability_ids }) => ({ id: site_id, capability_ids }));
  services.answer(listSites, ({ after, limit }) => {
    const rest = SITES.filter(({ id }) => after === undefined || id > after);
    return { sites: rest.slice(0, limit), more: rest.length > limit };
  });
  services.answer(getSites, ({ ids }) => ({
    items: ids.map((id) => {
      const found = SITES.find((site) => site.id === id);
      return found === undefined ? noSuch(id) : accepted(found);
    }),
  }));
  answerCredentials(services);
  answerUsers(services, issued);
}

function answerRegistry(services: StandInServices): void {
  const made = { created_at: CREATED, description: null };
  services.answer(listCapabilities, () => ({
    capabilities: [{ id: 'test', name: 'A test workflow', ...entry }],
  }));
  services.answer(listObjectTypes, () => ({ object_types: [testType] }));
  services.answer(listWorkflows, () => ({ workflows: [testWorkflow, idleWorkflow] }));
  services.answer(listTriggers, () => ({ triggers: [testTrigger] }));
  services.answer(createObjectType, ({ id, name }) => ({ ...made, id, name: name ?? null }));
  services.answer(createWorkflow, ({ id, name }) => ({
    ...made,
    id,
    name: name ?? null,
    capability_ids: [],
    ...policy,
  }));
  services.answer(createTrigger, () => testTrigger);
  services.answer(changeWorkflow, ({ id: _, ...changes }) => ({ ...testWorkflow, ...changes }) as Workflow);
  services.answer(deleteWorkflow, () => ({}));
  services.answer(changeTrigger, ({ paused }) => ({ ...testTrigger, paused }));
  services.answer(deleteTrigger, () => ({}));
}

function answerObjects(services: StandInServices): void {
  const known = (id: string) => id === OBJECT_ID || id === STORED_ID;
  services.answer(registerObjects, ({ items }) => ({
    items: items.map(({ object }) => accepted(storedObject(OBJECT_ID, object))),
  }));
  services.answer(listObjects, () => ({
    objects: [{ ...storedObject(OBJECT_ID), types: ['test'] }],
    more: false,
  }));
  services.answer(getObjects, ({ ids }) => ({
    items: ids.map((id) => (known(id) ? accepted(storedObject(id)) : noSuch(id))),
  }));
  services.answer(changeObject, ({ object_id, changes }) => {
    if (!known(object_id)) throw new DomainError('not-found', `there is no ${object_id}`);
    return storedObject(object_id, { ...objectDocument, ...changes });
  });
  services.answer(tagObjects, ({ items }) => ({
    items: items.map(({ object_id, types }) => {
      if (!known(object_id)) return noSuch(object_id);
      const unknown = types.find((type) => !['test', 'metadata-changesheet'].includes(type));
      return unknown === undefined
        ? accepted({ ...storedObject(object_id), types })
        : refused('unknown-object-type', `there is no object type ${unknown}`);
    }),
  }));
  services.answer(readContent, ({ object_id, n }) => {
    if (object_id !== STORED_ID) throw new DomainError('not-found', 'no bytes are kept of it');
    const bytes = Buffer.from(n === 0 ? 'chunk 0;' : 'chunk 1.').toString('base64');
    return { bytes, last: n === 1, size: 16, mime_type: 'text/x-reads', name: 'my "reads".txt' };
  });
}

function answerJobs(services: StandInServices): void {
  const claims = [{ op_id: OP_ID, site_id: 'NERSC', done: true, cancelled: true }];
  services.answer(listJobs, () => ({ jobs: [job], more: false }));
  services.answer(createJobs, ({ items }) => ({
    items: items.map((item) => accepted({ ...job, ...item })),
  }));
  services.answer(getJobs, ({ ids }) => ({
    items: ids.map((id) => (id === JOB_ID ? accepted(job) : noSuch(id))),
  }));
  services.answer(claimJobs, ({ pick }) => {
    const ids = 'job_ids' in pick ? pick.job_ids : [];
    const items = ids.map((id) => (id === JOB_ID ? accepted({ job, operation }) : noSuch(id)));
    return { items, remaining: false };
  });
  answerJobManagement(services, job);
  answerHistory(services, OP_ID, job.created_at);
  services.answer(releaseJobs, ({ job_ids }) => ({
    items: job_ids.map((id) => (id === JOB_ID ? accepted({ ...job, claims, attempt: 1 }) : noSuch(id))),
  }));
}

function answerOperations(services: StandInServices): void {
  type Change = { metadata?: Record<string, unknown> | null | undefined; result?: unknown };
  const changed = ({ metadata, result }: Change): Operation => ({
    ...operation,
    result: result ?? null,
    metadata: { ...operation.metadata, ...metadata },
  });
  services.answer(listOperations, () => ({ operations: [operation], more: false }));
  services.answer(getOperations, ({ ids }) => ({
    items: ids.map((id) => (id === OP_ID ? accepted(operation) : noSuch(id))),
  }));
  services.answer(reportProgress, ({ items }) => ({
    items: items.map((item) => (item.id === OP_ID ? accepted(changed(item)) : noSuch(item.id))),
  }));
  services.answer(heartbeatOperations, ({ items }) => ({
    items: items.map(({ id }) =>
      id === OP_ID ? accepted({ id, expire_time: operation.expire_time }) : noSuch(id),
    ),
  }));
  services.answer(settleOperations, ({ items }) => ({
    items: items.map((item) =>
      item.id === OP_ID
        ? accepted({ ...changed(item), done: true, outcome: 'succeeded' as const })
        : noSuch(item.id),
    ),
  }));
}

/** What the services answer unless a test says otherwise; it agrees with the examples of the route table. */
export function answerAsUsual(services: StandInServices, keys: { kid: string; kty: string }[]): void {
  answerAccess(services, keys);
  answerRegistry(services);
  answerObjects(services);
  answerJobs(services);
  answerOperations(services);
  answerPuts(services, operation, OBJECT_ID);
  answerDeadLetters(services);
  answerMetadata(services);
  const others = [answerRegistry, answerObjects, answerJobs, answerOperations, answerRuns, answerDeadLetters];
  for (const answer of others) answer(services);
}
