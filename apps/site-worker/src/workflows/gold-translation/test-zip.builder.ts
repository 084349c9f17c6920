import { crc32, deflateRawSync } from 'node:zlib';

/** An entry as it is, and what the zip says of it where that is something else. */
export interface TestEntry {
  name: string;
  bytes: Uint8Array;
  method?: number;
  flags?: number;
  size?: number;
  checksum?: number;
  extra?: Uint8Array;
}

const [STORED, DEFLATED] = [0, 8];
const NAMES_IN_UTF8 = 0x800;

/** A zip, written field by field, so that every one of them can lie. */
export function zipOf(entries: TestEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const entry of entries) {
    const { name, extra = new Uint8Array() } = entry;
    const packed = entry.method === STORED ? Buffer.from(entry.bytes) : deflateRawSync(entry.bytes);
    const fields = sharedFields(entry, packed.length, name, extra.length);
    const local = Buffer.concat([signed(0x04034b50), fields, Buffer.from(name), extra, packed]);
    const central = Buffer.alloc(16);
    central.writeUInt32LE(offset, 10);
    // The comment, disk and attributes stay 0; they stand between the shared fields and the offset.
    directory.push(
      signed(0x02014b50),
      le16(20),
      fields,
      central.subarray(0, 14),
      Buffer.from(name),
      Buffer.from(extra),
    );
    parts.push(local);
    offset += local.length;
  }
  return Buffer.concat([
    ...parts,
    ...directory,
    end(entries.length, Buffer.concat(directory).length, offset),
  ]);
}

function sharedFields(entry: TestEntry, packed: number, name: string, extra: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(entry.flags ?? NAMES_IN_UTF8, 2);
  fields.writeUInt16LE(entry.method ?? DEFLATED, 4);
  fields.writeUInt32LE(entry.checksum ?? crc32(Buffer.from(entry.bytes)), 10);
  fields.writeUInt32LE(packed, 14);
  fields.writeUInt32LE(entry.size ?? entry.bytes.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  fields.writeUInt16LE(extra, 24);
  return fields;
}

function end(entries: number, bytes: number, offset: number): Buffer {
  const record = Buffer.alloc(22);
  record.writeUInt32LE(0x06054b50, 0);
  record.writeUInt16LE(Math.min(entries, 0xffff), 8);
  record.writeUInt16LE(Math.min(entries, 0xffff), 10);
  record.writeUInt32LE(bytes, 12);
  record.writeUInt32LE(offset, 16);
  return record;
}

function signed(signature: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(signature);
  return bytes;
}

function le16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}
