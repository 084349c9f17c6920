import { createHash } from 'node:crypto';

/** Under which names become UUIDs; any UUID that nobody else uses will do, as long as it stays. */
const NAMESPACE = Buffer.from('6f9c2d1e7b3a4c58a1d0e4f57b92c836', 'hex');

/** The UUID of a name, the same each time and in every process: version 5 of RFC 9562. */
export function uuidOf(name: string): string {
  const bytes = createHash('sha1').update(NAMESPACE).update(name).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x50, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
