import type { Place, Speaker } from './conversation.builder';

/** A part of what is asked of both: on jobs of its own. */
export type Chapter = (speaker: Speaker, place: Place) => Promise<void>;

const UNKNOWN = 'nmdc:sys0aaaaaaaaaaaa00';
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };
const PROBLEMS = { accept: 'application/problem+json' };

const logins: Chapter = async (speaker) => {
  await speaker.ask('a login without anything', 'POST', '/token', { raw: '', headers: FORM });
  await speaker.ask('a login as JSON', 'POST', '/token', { body: { client_id: 'a', client_secret: 'b' } });
  await speaker.ask('an unknown grant', 'POST', '/token', { raw: 'grant_type=magic', headers: FORM });
  await speaker.ask('an id without its secret', 'POST', '/token', { raw: 'client_id=a', headers: FORM });
};

const looking: Chapter = async (speaker, { workflow }) => {
  for (const what of ['a job', 'another one']) await speaker.post(what, { name: 'alike', claims: [] });
  // Ids are random, and lists go by them.
  speaker.forgetNames();
  const open = [{ claims: { $size: 0 } }, { claims: { $not: { $elemMatch: { cancelled: { $ne: true } } } } }];
  const watcher = { $and: [{ 'workflow.id': { $in: [workflow] } }, { $or: open }] };
  const jobs = `/jobs?filter=${encodeURIComponent(JSON.stringify(watcher))}`;
  await speaker.ask('the watcher looks', 'GET', `${jobs}&max_page_size=100`);
  const { next_page_token } = await speaker.ask(
    'a page',
    'GET',
    `${jobs}&max_page_size=1&projection=%22id%2C%20state%22`,
  );
  const after = `page_token=${encodeURIComponent(next_page_token as string)}`;
  await speaker.ask('the page after it', 'GET', `${jobs}&max_page_size=1&${after}`);
  await speaker.ask('a page token of another filter', 'GET', `/jobs?filter=%7B%7D&${after}`);
  for (const text of ['{"a":{"$where":1}}', 'no filter', '[]'])
    await speaker.ask(`the filter ${text}`, 'GET', `/jobs?filter=${encodeURIComponent(text)}`);
  await speaker.ask('a page size in words', 'GET', '/jobs?max_page_size=many');
};

const refusedClaims: Chapter = async (speaker) => {
  const job = await speaker.post('a job that is claimed badly');
  const path = `/jobs/${job}:claim`;
  await speaker.ask('a lease as text', 'POST', path, { body: { lease_seconds: '60' } });
  await speaker.ask('a claim that is no JSON', 'POST', path, { raw: '{' });
  await speaker.ask('a claim labelled as a form', 'POST', path, { raw: 'a=b', headers: FORM });
  await speaker.ask('a job that is not there', 'POST', `/jobs/${UNKNOWN}:claim`);
  await speaker.ask('another method', 'DELETE', `/jobs/${job}`);
  await speaker.ask('no route', 'GET', '/no-such-thing');
  await speaker.ask('a slash too many', 'GET', `/jobs/${job}/`);
};

const oneJob: Chapter = async (speaker) => {
  const job = await speaker.post('a job that is done');
  const operation = await speaker.claim(job, { lease_seconds: 86_400 });
  await speaker.ask('the same claim again', 'POST', `/jobs/${job}%3Aclaim`);
  await speaker.ask('by another process', 'POST', `/jobs/${job}:claim`, { body: { claimant: 'two' } });
  await speaker.ask('the job', 'GET', `/jobs/${job}`);
  const path = `/operations/${operation}`;
  await speaker.ask('its operation', 'GET', path);
  await speaker.ask('a heartbeat', 'POST', `${path}:heartbeat`);
  const forged = { extra: { step: 1 }, site_id: 'forged' };
  await speaker.ask('progress', 'PATCH', path, { body: { done: false, metadata: forged } });
  await speaker.ask('more progress', 'PATCH', path, { body: { metadata: { extra: { of: 2 } } } });
  await speaker.ask('metadata of a wrong shape', 'PATCH', path, { body: { metadata: [] } });
  for (const [what, pages] of [
    ['the end', 1],
    ['the same end again', 1],
    ['another end', 2],
  ] as const)
    await speaker.ask(what, 'PATCH', path, { body: { done: true, result: { pages } } });
  await speaker.afterTheEnd(operation);
  await speaker.settled(job);
  await speaker.ask('the job then', 'GET', `/jobs/${job}`);
  await speaker.ask('a claim of a job that has ended', 'POST', `/jobs/${job}:claim`);
};

const rival: Chapter = async (speaker, place) => {
  const job = await speaker.post('a job for another site');
  await place.claimElsewhere(job);
  await speaker.ask('a claim that was lost', 'POST', `/jobs/${job}:claim`);
  await speaker.ask('the same, with problem details', 'POST', `/jobs/${job}:claim`, { headers: PROBLEMS });
  const shown = (await speaker.ask('their job', 'GET', `/jobs/${job}`)) as { claims: { op_id: string }[] };
  await speaker.ask('a heartbeat of theirs', 'POST', `/operations/${shown.claims[0]?.op_id}:heartbeat`);
  await speaker.ask('a release of theirs', 'POST', `/jobs/${job}:release`);
  await speaker.ask('a heartbeat of nobody', 'POST', `/operations/${UNKNOWN}:heartbeat`);
  await speaker.ask('no operation, with problem details', 'GET', `/operations/${UNKNOWN}`, {
    headers: PROBLEMS,
  });
};

const failure: Chapter = async (speaker) => {
  const job = await speaker.post('a job that fails');
  const operation = await speaker.claim(job);
  const result = { code: 'no-space', message: 'the disk is full', retriable: false };
  await speaker.ask('a failure', 'PATCH', `/operations/${operation}`, { body: { done: true, result } });
  await speaker.settled(job);
  await speaker.ask('the job that failed', 'GET', `/jobs/${job}`);
};

const cancelling: Chapter = async (speaker, place) => {
  const job = await speaker.post('a job that is cancelled');
  const operation = await speaker.claim(job);
  await place.cancel(job);
  await speaker.afterTheEnd(operation);
  const end = { body: { done: true, result: 1 } };
  await speaker.ask('the end of what was cancelled', 'PATCH', `/operations/${operation}`, end);
  await speaker.settled(job);
  await speaker.ask('the job that was cancelled', 'GET', `/jobs/${job}`);
};

const releasing: Chapter = async (speaker) => {
  const job = await speaker.post('a job that is given back', { description: 'given back' });
  const operation = await speaker.claim(job);
  await speaker.ask('a release', 'POST', `/jobs/${job}:release`);
  await speaker.afterTheEnd(operation);
  await speaker.ask('a release of many', 'POST', '/jobs/release', { body: { job_ids: [job, UNKNOWN, job] } });
  await speaker.ask('a release of a list', 'POST', '/jobs/release', { body: [job] });
  await speaker.claim(job);
  await speaker.ask('the job, claimed twice', 'GET', `/jobs/${job}`);
};

const keys: Chapter = async (speaker) => {
  const job = await speaker.post('a job claimed with a key');
  const path = `/jobs/${job}:claim`;
  const headers = { 'Idempotency-Key': `key-${job.slice(-6)}` };
  for (const what of ['a claim with a key', 'the same again'])
    await speaker.ask(what, 'POST', path, { headers, body: { lease_seconds: 60 } });
  await speaker.ask('a key that is none', 'POST', path, { headers: { 'Idempotency-Key': 'two words' } });
};

const lapsing: Chapter = async (speaker) => {
  const job = await speaker.post('a job for a short lease');
  const operation = await speaker.claim(job, { lease_seconds: 1 });
  await speaker.ended(operation);
  await speaker.settled(job);
  await speaker.afterTheEnd(operation);
  await speaker.ask('the job whose lease ran out', 'GET', `/jobs/${job}`);
};

/** Everything that a worker may ask, in order and out of it. */
export const CHAPTERS: Record<string, Chapter> = {
  logins,
  looking,
  'refused claims': refusedClaims,
  'one job': oneJob,
  'another site': rival,
  failure,
  cancelling,
  releasing,
  'idempotency keys': keys,
  'a lease that runs out': lapsing,
};
