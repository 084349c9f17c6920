import { createHash } from 'node:crypto';
import type { StoredObject } from '@callboard/contracts';
import { VerifiedBytes } from './verified-bytes';

const BYTES = Buffer.from('>x\nACGT\n');
const sha256 = createHash('sha256').update(BYTES).digest('hex');

function stating(size: number, checksum = sha256): StoredObject {
  const document = { size, checksums: [{ type: 'sha256', checksum }] };
  return { id: 'sys0', document, types: [], manager: 's', version: 1, created_at: '', stored: false };
}

/** Never ends; tells how many pieces were taken and whether it was let go. */
function endless() {
  const source = { taken: 0, ended: false };
  async function* pieces() {
    try {
      for (;;) {
        source.taken += 1;
        yield BYTES;
      }
    } finally {
      source.ended = true;
    }
  }
  return { source, pieces };
}

async function* once(): AsyncGenerator<Uint8Array> {
  yield BYTES;
}

describe('VerifiedBytes', () => {
  it('verifies what its reader left unread', async () => {
    const right = new VerifiedBytes(stating(8), once());
    await right.verify();
    expect(right).toMatchObject({ receivedBytes: 8, fraction: 1 });
    await expect(new VerifiedBytes(stating(8, 'ab'.repeat(32)), once()).verify()).rejects.toMatchObject({
      code: 'checksum-mismatch',
    });
    await expect(new VerifiedBytes(stating(9), once()).verify()).rejects.toMatchObject({
      code: 'size-mismatch',
      message: 'the object states 9 bytes, 8 came',
    });
  });

  it('takes no more of what has become larger than the object states', async () => {
    const { source, pieces } = endless();
    await expect(new VerifiedBytes(stating(20), pieces()).verify()).rejects.toMatchObject({
      code: 'size-mismatch',
      message: 'the object states 20 bytes, more came',
      more: { retriable: false },
    });
    expect(source).toEqual({ taken: 3, ended: true });
  });
});
