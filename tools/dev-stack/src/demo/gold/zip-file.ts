import { crc32, deflateRawSync } from 'node:zlib';

const DEFLATED = 8;
const NAMES_IN_UTF8 = 0x800;
const VERSION = 20;

/** A zip with one entry. */
export function zipFile(name: string, bytes: Buffer): Buffer {
  const [packed, title] = [deflateRawSync(bytes), Buffer.from(name)];
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(VERSION, 0);
  fields.writeUInt16LE(NAMES_IN_UTF8, 2);
  fields.writeUInt16LE(DEFLATED, 4);
  fields.writeUInt32LE(crc32(bytes), 10);
  fields.writeUInt32LE(packed.length, 14);
  fields.writeUInt32LE(bytes.length, 18);
  fields.writeUInt16LE(title.length, 22);
  const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), fields, title, packed]);
  const directory = Buffer.concat([
    Buffer.from('PK\u0001\u0002'),
    Buffer.from([VERSION, 0]),
    fields,
    Buffer.alloc(14), // No comment, no attributes; the entry stands at the beginning.
    title,
  ]);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(1, 4);
  end.writeUInt16LE(1, 6);
  end.writeUInt32LE(directory.length, 8);
  end.writeUInt32LE(local.length, 12);
  return Buffer.concat([local, directory, Buffer.from('PK\u0005\u0006'), end]);
}
