import type { JsonObject } from '../reading/extended-json';
import { SAMPLE_HASH } from '../sample-dump.builder';
import { sites, users } from './accounts';
import { ClaimsIndex } from './claims';
import { jobs } from './jobs';
import type { Kind } from './kind';
import { objects } from './objects';
import { operations } from './operations';
import { planOf } from './plan';
import { workflows } from './registries';

const item = (kind: Kind, document: JsonObject) => {
  const prepared = kind.prepare(document);
  return 'item' in prepared ? prepared.item : prepared;
};
const job = { id: 'j', workflow: { id: 'w', capability_ids: null }, config: { a: 1 } };

describe('what services are told of a document', () => {
  it('has times as they are, whether text or date (D37)', () => {
    const times = ['2022-03-04T05:06:07.123456+00:00', '2022-03-04T05:06:07.123Z', '2022-03-04T05:06:07.123'];
    for (const created_at of times)
      expect(item(jobs, { ...job, created_at })).toMatchObject({ created_at: '2022-03-04T05:06:07.123Z' });
    expect(item(jobs, { ...job, created_at: null })).toMatchObject({ created_at: null });
  });

  it('knows a job without claims from one that had none yet', () => {
    expect(item(jobs, job)).not.toMatchObject({ claims: expect.anything() as unknown });
    expect(item(jobs, { ...job, claims: [] })).toMatchObject({ claims: [] });
    const claims = [{ op_id: 'o', site_id: 's', done: true, cancelled: true }];
    expect(item(jobs, { ...job, claims })).toMatchObject({
      claims: [{ op_id: 'o', site_id: 's', cancelled: true }],
    });
  });

  it('is the description of an object apart from what the runtime keeps of it', () => {
    const described = {
      checksums: [{ type: 'md5', checksum: 'x' }],
      created_time: '2022-01-01',
      size: 1,
      contents: [],
    };
    const told = item(objects, {
      ...described,
      id: 'o',
      self_uri: 'drs://h/o',
      _mgr_site: 'LBL',
      types: ['t'],
    });
    expect(told).toEqual({
      id: 'o',
      manager: 'LBL',
      types: ['t'],
      object: { ...described, created_time: '2022-01-01T00:00:00.000Z' },
    });
    expect(item(objects, { ...described, id: 'o' })).toMatchObject({ manager: 'nmdc-runtime', types: [] });
  });

  it('is an operation of a job; others are left out', () => {
    const kind = operations(new ClaimsIndex());
    const document = { id: 'o', done: true, expire_time: '2022-01-01', metadata: { site_id: 's', job } };
    expect(item(kind, document)).toMatchObject({
      site_id: 's',
      job: { id: 'j' },
      done: true,
      current: false,
    });
    expect(kind.prepare({ ...document, metadata: { object_id: 'x' } })).toHaveProperty('leftOut');
  });

  it('has nothing instead of a null where the reference has one', () => {
    expect(item(workflows, { id: 'w', capability_ids: null })).toMatchObject({ capability_ids: [] });
    expect(item(users, { username: 'u', hashed_password: SAMPLE_HASH, disabled: null })).toMatchObject({
      disabled: false,
    });
    expect(item(sites, { id: 's', clients: null })).toMatchObject({ clients: [] });
  });

  it('is refused with what is wrong', () => {
    expect(users.prepare({ username: 'u', hashed_password: 'plain' })).toEqual({
      refused: 'hashed_password: must be a bcrypt hash of cost 4 to 14',
    });
  });
});

describe('the plan', () => {
  const files = (...names: string[]) =>
    names.map((collection) => ({ collection, path: collection, bytes: 1 }));
  const order = (names: string[], only?: string[]) =>
    planOf(files(...names), only, new ClaimsIndex()).steps.map(({ file }) => file.collection);

  it('takes first what others name, and jobs before objects', () => {
    const names = [
      'study_set',
      'objects',
      'jobs',
      'operations',
      'sites',
      'users',
      'triggers',
      'capabilities',
    ];
    const wanted = [
      'capabilities',
      'triggers',
      'users',
      'sites',
      'operations',
      'jobs',
      'objects',
      'study_set',
    ];
    expect(order(names)).toEqual(wanted);
    expect(order(['functional_annotation_agg', 'biosample_set'])).toEqual([
      'biosample_set',
      'functional_annotation_agg',
    ]);
  });

  it('is narrowed, but jobs and operations stay together', () => {
    expect(order(['sites', 'jobs', 'operations', 'users'], ['jobs', 'users'])).toEqual([
      'users',
      'operations',
      'jobs',
    ]);
    for (const names of [['jobs'], ['operations']]) expect(() => order(names)).toThrow(/the dump lacks/);
    expect(() => order(['sites'], ['users'])).toThrow(/no collection users/);
  });

  it('names what nothing is done with', () => {
    expect(planOf(files('queries', 'users'), undefined, new ClaimsIndex()).unknown).toEqual(['queries']);
  });
});
