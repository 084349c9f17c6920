import { type Operation, PUT_OPERATION_MODEL } from '@callboard/contracts';
import { putResultOf } from './put-result';

const OBJECT = {
  checksums: [{ type: 'sha256', checksum: 'ab' }],
  created_time: '2026-01-01T00:00:00Z',
  size: 1,
  access_methods: [{ type: 'https', access_id: 'nmdc-runtime:sys0promised' }],
};
const put = (more: Partial<Operation> = {}): Operation => ({
  id: 'nmdc:sys0op',
  done: true,
  outcome: 'succeeded',
  expire_time: '2026-01-01T00:00:00Z',
  attempt: 1,
  result: OBJECT,
  metadata: { model: PUT_OPERATION_MODEL, site_id: 'nmdc-runtime', object_id: 'sys0promised' },
  ...more,
});
const accessed = (access_id: string) => ({ ...OBJECT, access_methods: [{ type: 'https', access_id }] });

describe('what was put into the object store', () => {
  it('is the object that was promised', () => {
    expect(putResultOf(put())).toMatchObject({ objectId: 'sys0promised', object: { size: 1 } });
  });

  it.each([
    ['another object', { result: accessed('nmdc-runtime:sys0other') }, 'other-object'],
    ['the object of another site', { result: accessed('other:sys0promised') }, 'other-object'],
    ['no description', { result: { size: 'large' } }, 'invalid-result'],
    ['nothing', { result: null }, 'invalid-result'],
    ['an operation of a job', { metadata: { model: 'job' } }, 'not-a-put-operation'],
    ['one that was released', { outcome: 'released' as const }, 'not-a-put-operation'],
  ])('is not %s', (_, more, code) => {
    expect(() => putResultOf(put(more))).toThrow(
      expect.objectContaining({ code, more: { retriable: false } }) as Error,
    );
  });
});
