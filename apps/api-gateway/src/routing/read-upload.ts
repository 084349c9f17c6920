import { Busboy, type BusboyInstance } from '@fastify/busboy';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { DomainError, messageOf } from '@callboard/kernel';
import { ShapeError } from '../errors/shape-error';

/** A file of a form. */
export interface Upload {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: Buffer;
}

/** Bytes of a refused body that are read and thrown away, so that its client comes to read the reply. */
const DISCARDED_BYTES = 100 * 1024 * 1024;

/**
 * Reads the one file of a form (multipart) that stands in a field; other fields are passed over (contract 0).
 *
 * @throws ShapeError when there is no such file; DomainError `too-large`, `bad-request` for a form that breaks off
 */
export async function readUpload(
  stream: AsyncIterable<Uint8Array>,
  contentType: string | undefined,
  field: string,
  mostBytes: number,
): Promise<Upload> {
  const form = formOf(contentType, field, mostBytes);
  const upload = fileOf(form, field, mostBytes);
  // What is refused early is thrown when all was read.
  upload.catch(() => undefined);
  await feed(form, stream, upload);
  const file = await upload;
  if (file) return file;
  throw missing(field, null);
}

function formOf(contentType: string | undefined, field: string, mostBytes: number): BusboyInstance {
  if (contentType === undefined || !/^multipart\/form-data/i.test(contentType)) throw missing(field, null);
  try {
    const limits = { fileSize: mostBytes + 1, fields: 100, files: 10, parts: 100, fieldSize: 64 * 1024 };
    return new Busboy({ headers: { 'content-type': contentType }, limits });
  } catch (thrown) {
    throw new DomainError('bad-request', `the form cannot be read: ${messageOf(thrown)}`);
  }
}

/** The first file of the field; undefined when the form ends without one. */
function fileOf(form: BusboyInstance, field: string, mostBytes: number): Promise<Upload | undefined> {
  return new Promise((resolve, reject) => {
    let found: Promise<Upload> | undefined;
    form.on(
      'file',
      (name: string, file: Readable, fileName: string, _encoding: string, contentType: string) => {
        if (name !== field || found !== undefined) return void file.resume();
        found = collect(file, mostBytes).then((bytes) => ({ name: fileName ?? '', contentType, bytes }));
        found.catch(reject);
      },
    );
    form.on('field', (name: string, value: string) => {
      if (name === field) reject(missing(field, String(value).slice(0, 200)));
    });
    form.on('error', (error: unknown) => reject(brokenOff(messageOf(error))));
    form.on('finish', () => resolve(found));
  });
}

async function collect(file: Readable, mostBytes: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of file as AsyncIterable<Uint8Array>) {
    bytes += piece.length;
    if (bytes <= mostBytes) pieces.push(piece);
  }
  if (bytes > mostBytes)
    throw new DomainError('too-large', `the file has more than the ${mostBytes} bytes that are taken`);
  return Buffer.concat(pieces);
}

/** Gives the form what comes; once it takes nothing more, the rest is thrown away. */
async function feed(
  form: BusboyInstance,
  stream: AsyncIterable<Uint8Array>,
  upload: Promise<unknown>,
): Promise<void> {
  let takes = true;
  upload.catch(() => (takes = false));
  const pieces = stream[Symbol.asyncIterator]();
  let bytes = 0;
  for (;;) {
    const { done, value } = await pieces.next().catch(() => {
      throw brokenOff('the connection ended');
    });
    if (done) break;
    bytes += value.length;
    if (bytes > DISCARDED_BYTES)
      throw new DomainError('too-large', `the form has more than ${DISCARDED_BYTES} bytes`);
    if (takes && !form.write(value)) await roomIn(form, upload);
  }
  if (takes) form.end();
}

/** Resolves when the form takes more, or nothing any more. */
async function roomIn(form: BusboyInstance, upload: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  try {
    await Promise.race([once(form, 'drain', over), upload]);
  } catch {
    // Whoever waits for the upload is told.
  } finally {
    over.abort();
  }
}

const brokenOff = (why: string): DomainError => new DomainError('bad-request', `the form breaks off: ${why}`);

function missing(field: string, input: unknown): ShapeError {
  return new ShapeError(
    input === null
      ? [{ type: 'missing', loc: ['body', field], msg: 'Field required', input }]
      : [
          {
            type: 'value_error',
            loc: ['body', field],
            msg: 'Value error, Expected a file',
            input,
            ctx: { error: {} },
          },
        ],
  );
}
