import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import type { StoredObject } from '@callboard/contracts';
import { silentLog } from '@callboard/kernel';
import type { JobContext, JsonObject, SiteObjects } from '@callboard/site-kit';
import type { UrlReader } from '../../object-bytes/url-reader';
import { sequenceSummary } from './workflow';

const FASTQ = '@r1\nACGT\n+\nIIII\n'.repeat(1000);
/** Objects here are stored, so no URL is read. */
const access = { urls: {} as UrlReader, maxBytes: 1e9, maxRatio: 200 };

/** Runs the workflow on an object that has these bytes and states those. */
async function run(bytes: Uint8Array, stated: Partial<{ size: number; sha256: string }> = {}) {
  const sha256 = stated.sha256 ?? createHash('sha256').update(bytes).digest('hex');
  const document = { size: stated.size ?? bytes.length, checksums: [{ type: 'sha256', checksum: sha256 }] };
  const stored: string[] = [];
  const progress: JsonObject[] = [];
  const objects: SiteObjects = {
    get: async (id) => ({ id, document, types: [], manager: 's', version: 1, created_at: '', stored: true }),
    read: async function* () {
      for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100);
    },
    store: async (content) => {
      stored.push(Buffer.from(content.bytes as Uint8Array).toString());
      return { id: 'sys0report' } as StoredObject;
    },
    register: () => Promise.reject(new Error('not used')),
  };
  const context: JobContext = {
    job: {
      id: 'j',
      workflow: { id: 'w' },
      config: { object_id: 'sys0in' },
      created_at: '',
      state: 'claimed',
      attempt: 1,
    },
    operationId: 'op',
    signal: new AbortController().signal,
    log: silentLog,
    objects,
    ask: () => Promise.reject(new Error('this workflow asks for nothing more')),
    progress: (metadata) => progress.push(metadata),
    atTheEnd: () => undefined,
  };
  const result = await sequenceSummary(access, {}).run(context);
  return { result, stored, progress };
}

describe('sequence-summary-1.0.0', () => {
  it.each([
    ['plain', Buffer.from(FASTQ)],
    ['gzipped', gzipSync(FASTQ)],
    [
      'gzipped in several members',
      Buffer.concat([gzipSync(FASTQ.slice(0, 8000)), gzipSync(FASTQ.slice(8000))]),
    ],
  ])('summarises a %s file and registers its report', async (_what, bytes) => {
    const { result, stored, progress } = await run(bytes);
    expect(result).toMatchObject({
      format: 'fastq',
      sequences: 1000,
      bases: 4000,
      output_object_id: 'sys0report',
    });
    expect(JSON.parse(stored[0] ?? '')).toMatchObject({ object_id: 'sys0in', sequences: 1000 });
    expect(progress.at(-1)).toMatchObject({ progress: { phase: 'verified', fraction: 1, sequences: 1000 } });
  });

  it('refuses bytes that do not have the checksum that the object states', async () => {
    await expect(run(Buffer.from(FASTQ), { sha256: 'ab'.repeat(32) })).rejects.toMatchObject({
      code: 'checksum-mismatch',
      more: { retriable: false },
    });
  });

  it('refuses more or fewer bytes than the object states', async () => {
    await expect(run(Buffer.from(FASTQ), { size: 5 })).rejects.toMatchObject({ code: 'size-mismatch' });
    await expect(run(Buffer.from(FASTQ), { size: 1e6 })).rejects.toMatchObject({ code: 'size-mismatch' });
  });

  it('tells a truncated gzip file as damaged when its checksum holds, as a wrong checksum when not', async () => {
    const cut = gzipSync(FASTQ).subarray(0, 60);
    await expect(run(cut)).rejects.toMatchObject({ code: 'damaged-file' });
    const whole = createHash('sha256').update(gzipSync(FASTQ)).digest('hex');
    await expect(run(cut, { sha256: whole })).rejects.toMatchObject({ code: 'checksum-mismatch' });
  });

  it('unpacks no gzip file that grows without measure', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('>x\n'), Buffer.alloc(30 * 1024 * 1024, 'A')]));
    await expect(run(bomb)).rejects.toMatchObject({ code: 'compression-ratio', more: { retriable: false } });
  });

  it('tells a file of another kind', async () => {
    await expect(run(Buffer.from('hello'))).rejects.toMatchObject({ code: 'damaged-file' });
  });
});
