import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';

const COST = 16_384;
const BLOCK_SIZE = 8;
const PARALLELIZATION = 1;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
/** scrypt needs 128 * N * r bytes; hashes that ask for more than this are refused as damaged. */
const MEMORY_LIMIT = 64 * 1024 * 1024;

const FORMAT = /^\$scrypt\$n=(\d{1,7}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9_-]+)\$([A-Za-z0-9_-]+)$/;

/**
 * Hashes a password or client secret: `$scrypt$n=…,r=…,p=…$<salt>$<key>`, base64url. The text says how it was made, so
 * that the cost can be raised later without a change of older rows. Takes 16 MB and some 50 ms of a pool thread.
 */
export async function hashSecret(secret: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const key = await derive(secret, salt, { N: COST, r: BLOCK_SIZE, p: PARALLELIZATION, bytes: KEY_BYTES });
  const parameters = `n=${COST},r=${BLOCK_SIZE},p=${PARALLELIZATION}`;
  return `$scrypt$${parameters}$${salt.toString('base64url')}$${key.toString('base64url')}`;
}

/** True when the hash was made from this secret. Throws when the text is no hash of {@link hashSecret}. */
export async function matchesHash(secret: string, hash: string): Promise<boolean> {
  const [, n, r, p, salt, key] = FORMAT.exec(hash) ?? [];
  if (salt === undefined || key === undefined) throw new Error('a stored secret hash is damaged');
  const expected = Buffer.from(key, 'base64url');
  const cost = { N: Number(n), r: Number(r), p: Number(p), bytes: expected.byteLength };
  return timingSafeEqual(await derive(secret, Buffer.from(salt, 'base64url'), cost), expected);
}

interface Cost {
  N: number;
  r: number;
  p: number;
  bytes: number;
}

function derive(secret: string, salt: Buffer, { N, r, p, bytes }: Cost): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(secret, salt, bytes, { N, r, p, maxmem: MEMORY_LIMIT }, (error, key) => {
      if (error === null) resolve(key);
      else reject(error);
    });
  });
}
