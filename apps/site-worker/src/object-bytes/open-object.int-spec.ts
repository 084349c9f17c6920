import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { StoredObject } from '@callboard/contracts';
import type { SiteObjects } from '@callboard/site-kit';
import { openObject } from './open-object';

const folder = mkdtempSync(join(tmpdir(), 'callboard-files-'));
const inside = join(folder, 'inside');
const never = new AbortController().signal;
const noObjects = {} as SiteObjects;
let server: Server;
let answer: RequestListener;
let base = '';

beforeAll(async () => {
  mkdirSync(join(inside, 'sub'), { recursive: true });
  writeFileSync(join(inside, 'sub/reads.fa'), '>x\nACGT\n');
  writeFileSync(join(folder, 'secret.fa'), '>secret\nACGT\n');
  mkdirSync(join(folder, 'inside-not'));
  writeFileSync(join(folder, 'inside-not/reads.fa'), '>x\nACGT\n');
  symlinkSync(join(folder, 'secret.fa'), join(inside, 'link.fa'));
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
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

async function read(
  url: string,
  limits: { idleTimeoutMs?: number; maxBytes?: number; size?: number } = {},
): Promise<string> {
  const access = {
    filesFolder: inside,
    idleTimeoutMs: limits.idleTimeoutMs ?? 5000,
    maxBytes: limits.maxBytes ?? 1000,
  };
  const pieces: Uint8Array[] = [];
  for await (const piece of await openObject(objectAt(url, limits.size), noObjects, access, never))
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
    answer = (_request, response) => response.end('>x\nACGT\n');
    expect(await read(`${base}/reads.fa`)).toBe('>x\nACGT\n');
  });

  it.each([
    [404, false],
    [500, true],
    [429, true],
  ])('tells of status %d, retriable %s', async (status, retriable) => {
    answer = (_request, response) => response.writeHead(status).end();
    await expect(read(`${base}/reads.fa?signature=secret`)).rejects.toMatchObject({
      code: 'unreachable-object',
      message: `${base}/reads.fa answers with status ${status}`,
      more: { retriable },
    });
  });

  it('gives up a server that is not there', async () => {
    await expect(read('http://127.0.0.1:1/reads.fa')).rejects.toMatchObject({ code: 'unreachable-object' });
  });

  it('gives up a server that falls silent in the middle', async () => {
    answer = (_request, response) => void response.write('>x\n');
    await expect(read(`${base}/reads.fa`, { idleTimeoutMs: 150 })).rejects.toMatchObject({
      code: 'unreachable-object',
      message: expect.stringContaining('nothing came for 150 ms'),
    });
  });

  it('cuts off more bytes than it takes', async () => {
    answer = (_request, response) => response.end('A'.repeat(2000));
    await expect(read(`${base}/reads.fa`)).rejects.toMatchObject({ code: 'object-too-large' });
    await expect(read(`${base}/reads.fa`, { size: 2000 })).rejects.toMatchObject({
      code: 'object-too-large',
    });
  });

  it('refuses other schemes', async () => {
    await expect(read('s3://bucket/reads.fa')).rejects.toMatchObject({ code: 'unreadable-object' });
  });
});
