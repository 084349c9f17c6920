import { createHash, createHmac } from 'node:crypto';

/** What a store has to know of a request to check its signature. */
export interface SignedRequest {
  method: string;
  /** Path and query as they were sent. */
  target: string;
  headers: Record<string, string | string[] | undefined>;
}

const hmac = (key: Buffer | string, text: string): Buffer => createHmac('sha256', key).update(text).digest();
const hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** RFC 3986: everything but letters, digits and `-_.~` as upper-case %XX. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);

/**
 * The signature that a presigned request must have (AWS Signature Version 4, query string, unsigned payload), made from
 * nothing but the request and the secret: written for tests, beside the client that signs.
 */
export function signatureOf({ method, target, headers }: SignedRequest, secret: string): string {
  const { pathname, searchParams } = new URL(target, 'http://store');
  const date = searchParams.get('X-Amz-Date') ?? '';
  const [, ...scope] = (searchParams.get('X-Amz-Credential') ?? '').split('/');
  const signed = searchParams.get('X-Amz-SignedHeaders') ?? '';
  const query = [...searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .sort();
  const lines = signed.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`);
  const canonical = [method, pathname, query.join('&'), lines.join(''), signed, 'UNSIGNED-PAYLOAD'].join(
    '\n',
  );
  const toSign = ['AWS4-HMAC-SHA256', date, scope.join('/'), hex(canonical)].join('\n');
  const key = scope.reduce<Buffer | string>(hmac, `AWS4${secret}`);
  return hmac(key, toSign).toString('hex');
}

/** When a presigned request ends to hold, in ms since 1970. */
export function endOfHolding(target: string): number {
  const { searchParams } = new URL(target, 'http://store');
  const [, y, m, d, h, min, s] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(searchParams.get('X-Amz-Date') ?? '') ?? [];
  const begun = Date.parse(`${y}-${m}-${d}T${h}:${min}:${s}Z`);
  return begun + Number(searchParams.get('X-Amz-Expires')) * 1000;
}
