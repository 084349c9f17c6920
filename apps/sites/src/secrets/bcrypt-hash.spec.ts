import { hashSync } from 'bcryptjs';
import { isBcrypt, matchesBcrypt } from './bcrypt-hash';
import { hashSecret } from './scrypt-hash';
import { SecretHasher } from './secret-hasher';

const HASH = hashSync('correct horse', 4);

describe('bcrypt hashes', () => {
  it('match their secret and no other, whoever made them', async () => {
    expect(await matchesBcrypt('correct horse', HASH)).toBe(true);
    expect(await matchesBcrypt('correct horse', HASH.replace(/^\$2b/, '$2y'))).toBe(true);
    expect(await matchesBcrypt('correct hors', HASH)).toBe(false);
    expect(await new SecretHasher().matches('correct horse', HASH)).toBe(true);
    expect(await new SecretHasher().matches('wrong horse', HASH)).toBe(false);
  });

  it('are told from our own', async () => {
    expect(isBcrypt(HASH)).toBe(true);
    expect(isBcrypt(await hashSecret('correct horse'))).toBe(false);
  });

  it.each(['$2b$12$abc', '$2b$31$' + 'a'.repeat(53), '$2b$04$' + 'a'.repeat(52) + '!'])(
    'refuse the damaged or dear hash %j',
    async (hash) => {
      await expect(matchesBcrypt('anything', hash)).rejects.toThrow('damaged');
    },
  );

  it('leave the process free to answer others', async () => {
    const dear = hashSync('correct horse', 10);
    let longest = 0;
    let before = performance.now();
    const watch = setInterval(() => {
      longest = Math.max(longest, performance.now() - before);
      before = performance.now();
    }, 1);
    const started = performance.now();
    await matchesBcrypt('wrong horse', dear.replace('$10$', '$11$'));
    clearInterval(watch);
    // In this thread it would stand still for all of the time.
    expect(longest).toBeLessThan((performance.now() - started) / 2);
  });
});
