import { defineRequest } from '@callboard/contracts';
import { headers } from 'nats';
import { z } from 'zod';
import { keyedRequest } from './reply-keeper';

const input = z.object({ upload_id: z.string(), digest: z.string() });
const contract = defineRequest('objects', 'keep-things', {
  idempotency: 'by-key',
  ownToEachTry: ['upload_id'],
  input,
  output: z.object({}),
});
const keyed = (body: unknown) => {
  const sent = headers();
  sent.set('Idempotency-Key', 'k');
  return keyedRequest(contract, sent, { kind: 'user', username: 'ada', administers: [] }, body)?.body;
};

describe('a request with a key', () => {
  it('is the same one again with another upload, as each try has its own', () => {
    expect(keyed({ upload_id: 'a', digest: 'd' })).toEqual(keyed({ upload_id: 'b', digest: 'd' }));
    expect(keyed({ upload_id: 'a', digest: 'd' })).not.toEqual(keyed({ upload_id: 'a', digest: 'e' }));
  });

  it('may have any body, which is refused later', () => {
    expect(keyed('text')).toBe('text');
    expect(keyed(null)).toBeNull();
  });
});
