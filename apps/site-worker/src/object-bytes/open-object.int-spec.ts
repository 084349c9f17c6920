import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StoredObject } from '@callboard/contracts';
import type { SiteObjects } from '@callboard/site-kit';
import { AllowedHosts } from './allowed-hosts';
import { openObject } from './open-object';
import { startServer, type TestServer } from './test-server.builder';
import { UrlReader } from './url-reader';

const folder = mkdtempSync(join(tmpdir(), 'callboard-files-'));
const inside = join(folder, 'inside');
const never = new AbortController().signal;
const noObjects = {} as SiteObjects;
let server: TestServer;
let urls: UrlReader;

beforeAll(async () => {
  mkdirSync(join(inside, 'sub'), { recursive: true });
  writeFileSync(join(inside, 'sub/reads.fa'), '>x\nACGT\n');
  writeFileSync(join(folder, 'secret.fa'), '>secret\nACGT\n');
  mkdirSync(join(folder, 'inside-not'));
  writeFileSync(join(folder, 'inside-not/reads.fa'), '>x\nACGT\n');
  symlinkSync(join(folder, 'secret.fa'), join(inside, 'link.fa'));
  server = await startServer();
  const ms = 5000;
  urls = new UrlReader({
    allowed: AllowedHosts.parse(server.host),
    connectTimeoutMs: ms,
    answerTimeoutMs: ms,
    idleTimeoutMs: ms,
    totalTimeoutMs: ms,
    maxBytes: 1000,
    maxRatio: 200,
  });
});

afterAll(async () => {
  urls.close();
  await server.stop();
  rmSync(folder, { recursive: true });
});

function objectAt(url: string, size = 8): StoredObject {
  return {
    id: 'sys0test',
    document: { size, access_methods: [{ type: 'https', access_url: { url } }] },
    types: [],
    manager: 'site',
    version: 1,
    created_at: '2026-01-01T00:00:00Z',
    stored: false,
  };
}

async function read(url: string, size?: number): Promise<string> {
  const access = { filesFolder: inside, urls, maxBytes: 1000, maxRatio: 200 };
  const pieces: Uint8Array[] = [];
  for await (const piece of await openObject(objectAt(url, size), noObjects, access, never))
    pieces.push(piece);
  return Buffer.concat(pieces).toString();
}

describe('openObject', () => {
  it('reads a file below the folder', async () => {
    expect(await read(pathToFileURL(join(inside, 'sub/reads.fa')).href)).toBe('>x\nACGT\n');
  });

  it.each([
    ['a file outside', () => join(folder, 'secret.fa')],
    ['a link that leads outside', () => join(inside, 'link.fa')],
    ['a folder whose name begins alike', () => join(folder, 'inside-not/reads.fa')],
    ['a missing file', () => join(inside, 'missing.fa')],
    ['the folder itself', () => join(inside, 'sub')],
  ])('refuses %s', async (_what, path) => {
    await expect(read(pathToFileURL(path()).href)).rejects.toMatchObject({
      code: 'unreadable-object',
      more: { retriable: false },
    });
  });

  it('reads over http', async () => {
    server.answer = (_request, response) => response.end('>x\nACGT\n');
    expect(await read(`${server.base}/reads.fa`)).toBe('>x\nACGT\n');
  });

  it('does not ask for what states more bytes than it takes', async () => {
    server.answer = (_request, response) => response.end('>x\nACGT\n');
    await expect(read(`${server.base}/reads.fa`, 2000)).rejects.toMatchObject({ code: 'object-too-large' });
  });

  it.each(['s3://bucket/reads.fa', 'ftp://host/reads.fa', 'data:text/plain,ACGT', 'no URL'])(
    'has no way to read %s',
    async (url) => {
      await expect(read(url)).rejects.toMatchObject({
        code: 'unreadable-object',
        more: { retriable: false },
      });
    },
  );
});
