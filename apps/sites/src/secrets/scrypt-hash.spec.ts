import { hashSecret, matchesHash } from './scrypt-hash';

describe('secret hashes', () => {
  it('match their secret and no other', async () => {
    const hash = await hashSecret('correct horse');
    expect(await matchesHash('correct horse', hash)).toBe(true);
    for (const other of ['correct hors', 'Correct horse', '', 'correct horse ']) {
      expect(await matchesHash(other, hash)).toBe(false);
    }
  });

  it('describe themselves, hold no secret, and differ for equal secrets', async () => {
    const [one, two] = [await hashSecret('correct horse'), await hashSecret('correct horse')];
    expect(one).toMatch(/^\$scrypt\$n=16384,r=8,p=1\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toContain('horse');
    expect(one).not.toBe(two);
  });

  it('are read by their own parameters, so that the cost can be raised later', async () => {
    const cheaper = '$scrypt$n=1024,r=8,p=1$c2FsdA$z5x8eVaD1fWw6vEBzWRE-WK8BQsZ-LSpkuV5q5gNfVQ';
    expect(await matchesHash('anything', cheaper)).toBe(false);
  });

  it.each([
    '',
    'plain',
    '$2b$12$abc',
    '$scrypt$n=16384,r=8,p=1$c2FsdA$',
    '$scrypt$n=9999999,r=8,p=1$c2FsdA$c2Fs',
  ])('refuse the damaged hash %j', async (hash) => {
    await expect(matchesHash('anything', hash)).rejects.toThrow();
  });
});
