import type { SensorInterest } from '@callboard/contracts';
import { type Happening, isHeard, mayHear } from './happening';

type News = Happening['news'];
type OfKind<T extends { kind: string }, K extends T['kind']> = Omit<Extract<T, { kind: K }>, 'kind'>;

const AT = { at: '2026-01-02T03:04:05.678Z', version: 1 };

const registered = (name?: string): News => ({
  kind: 'object-registered',
  object_id: 'o',
  ...AT,
  ...(name === undefined ? {} : { name }),
});
const tagged = (added_types: string[], types = added_types, name = 'a.fastq'): News => ({
  ...AT,
  kind: 'object-tagged',
  object_id: 'o',
  name,
  added_types,
  types,
});
const job = (workflow_id: string, to: OfKind<News, 'job-changed'>['to']): News => ({
  ...AT,
  kind: 'job-changed',
  job_id: 'j',
  job_attempt: 1,
  workflow_id,
  to,
});
const ended = (outcome: OfKind<News, 'operation-ended'>['outcome'], of: 'job' | 'put-object'): News => ({
  ...AT,
  kind: 'operation-ended',
  operation_id: 'p',
  site_id: 'lab',
  outcome,
  ...(of === 'job' ? { job_id: 'j' } : { object_id: 'o' }),
});

const onRegistered = (filter: OfKind<SensorInterest, 'object-registered'> = {}): SensorInterest => ({
  kind: 'object-registered',
  ...filter,
});
const onTagged = (filter: OfKind<SensorInterest, 'object-tagged'> = {}): SensorInterest => ({
  kind: 'object-tagged',
  ...filter,
});
const onJob = (filter: OfKind<SensorInterest, 'job-changed'> = {}): SensorInterest => ({
  kind: 'job-changed',
  ...filter,
});
const onEnded = (filter: OfKind<SensorInterest, 'operation-ended'> = {}): SensorInterest => ({
  kind: 'operation-ended',
  ...filter,
});

describe('who may hear of what happened', () => {
  it.each([
    ['the site whose it is', 'lab', ['lab'], true],
    ['one of several sites whose it is', 'lab', ['other', 'lab'], true],
    ['another site', 'lab', ['other'], false],
    ['a site, of what is nobody’s', 'lab', [], false],
    ['a site, of what is the runtime’s', 'lab', ['nmdc-runtime'], false],
    ['a site whose name only begins like the owner’s', 'lab', ['lab-2'], false],
    ['the runtime’s own site, of what is another’s', 'nmdc-runtime', ['lab'], true],
    ['the runtime’s own site, of what is nobody’s', 'nmdc-runtime', [], true],
  ])('%s', (_, siteId, sites, may) => {
    expect(mayHear(siteId, { sites }, 'nmdc-runtime')).toBe(may);
  });
});

describe('what a sensor hears of objects', () => {
  it.each<[string, SensorInterest, News, boolean]>([
    ['any, without a filter', onRegistered(), registered('a'), true],
    ['any, without a name too', onRegistered(), registered(), true],
    ['one of the names', onRegistered({ names: ['b', 'a'] }), registered('a'), true],
    ['no part of a name', onRegistered({ names: ['a.zip'] }), registered('old-a.zip'), false],
    ['no name that differs in case', onRegistered({ names: ['a'] }), registered('A'), false],
    ['nothing that has no name, with names', onRegistered({ names: ['a'] }), registered(), false],
    ['one of the endings', onRegistered({ name_endings: ['.x', '.fastq'] }), registered('a.fastq'), true],
    ['no ending in the middle', onRegistered({ name_endings: ['.fastq'] }), registered('a.fastq.gz'), false],
    ['nothing that has no name, with endings', onRegistered({ name_endings: ['q'] }), registered(), false],
    [
      'nothing of which one list only matches',
      onRegistered({ names: ['a'], name_endings: ['b'] }),
      registered('a'),
      false,
    ],
    ['no tag, when it is of registrations', onRegistered(), tagged(['reads']), false],
    ['no registration, when it is of tags', onTagged(), registered('a'), false],
    ['any tag, without a filter', onTagged(), tagged(['reads']), true],
    ['a type among those added', onTagged({ type_ids: ['x', 'reads'] }), tagged(['y', 'reads']), true],
    ['no type that it had before', onTagged({ type_ids: ['reads'] }), tagged(['y'], ['reads', 'y']), false],
    ['no tag of another name', onTagged({ type_ids: ['reads'], names: ['b'] }), tagged(['reads']), false],
    [
      'a tag of such an ending',
      onTagged({ type_ids: ['reads'], name_endings: ['.fastq'] }),
      tagged(['reads']),
      true,
    ],
  ])('%s', (_, interest, news, heard) => {
    expect(isHeard([interest], news)).toBe(heard);
  });
});

describe('what a sensor hears of jobs and operations', () => {
  it.each<[string, SensorInterest, News, boolean]>([
    ['any change of a job, without a filter', onJob(), job('w', 'queued'), true],
    ['a state that it names', onJob({ states: ['failed', 'succeeded'] }), job('w', 'succeeded'), true],
    ['no other state', onJob({ states: ['failed'] }), job('w', 'succeeded'), false],
    ['a workflow that it names', onJob({ workflow_ids: ['v', 'w'] }), job('w', 'queued'), true],
    ['no other workflow', onJob({ workflow_ids: ['w-1.0.0'] }), job('w-1.0.1', 'queued'), false],
    [
      'nothing of which one list only matches',
      onJob({ workflow_ids: ['w'], states: ['failed'] }),
      job('w', 'queued'),
      false,
    ],
    ['no end of an operation, when it is of jobs', onJob(), ended('succeeded', 'job'), false],
    ['the end of an operation of a job', onEnded(), ended('failed', 'job'), true],
    ['the end of an operation to put an object', onEnded(), ended('failed', 'put-object'), true],
    ['only those of jobs', onEnded({ of: 'job' }), ended('failed', 'put-object'), false],
    ['those of jobs', onEnded({ of: 'job' }), ended('failed', 'job'), true],
    ['only those to put', onEnded({ of: 'put-object' }), ended('succeeded', 'job'), false],
    ['those to put', onEnded({ of: 'put-object' }), ended('succeeded', 'put-object'), true],
    ['an outcome that it names', onEnded({ outcomes: ['expired', 'failed'] }), ended('expired', 'job'), true],
    ['no other outcome', onEnded({ outcomes: ['succeeded'] }), ended('failed', 'job'), false],
    [
      'no outcome of the other kind',
      onEnded({ of: 'put-object', outcomes: ['failed'] }),
      ended('failed', 'job'),
      false,
    ],
  ])('%s', (_, interest, news, heard) => {
    expect(isHeard([interest], news)).toBe(heard);
  });
});

describe('a sensor that hears several things', () => {
  const both = [onJob({ states: ['failed'] }), onRegistered({ names: ['a'] })];

  it.each<[string, News, boolean]>([
    ['hears the one', job('w', 'failed'), true],
    ['hears the other', registered('a'), true],
    ['hears neither', job('w', 'succeeded'), false],
  ])('%s', (_, news, heard) => {
    expect(isHeard(both, news)).toBe(heard);
  });

  it('hears nothing when it names nothing', () => {
    expect(isHeard([], registered('a'))).toBe(false);
  });
});
