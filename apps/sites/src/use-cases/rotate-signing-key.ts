import { KEY_KEPT_S } from '../domain/token-life';
import { newSigningKey } from '../tokens/new-signing-key';
import type { KeyRotationStore } from './signing-keys-store';

export interface Rotation {
  /** How long the new key is published before it signs, in ms. */
  publishMs: number;
  /** Somebody else has the keys: every token signed so far is refused, at once. */
  compromised: boolean;
}

/**
 * Replaces the key that signs access tokens. Whoever verifies tokens learns of the new key before it signs anything, and
 * tokens of the old one hold until they expire (contract 0, "Token": clients renew by the clock only). One that was
 * interrupted goes on where it was when it is run again.
 */
export class RotateSigningKey {
  constructor(
    private readonly keys: KeyRotationStore,
    private readonly wait: (ms: number) => Promise<void>,
    private readonly say: (line: string) => void,
  ) {}

  async execute({ publishMs, compromised }: Rotation): Promise<void> {
    if (compromised) await this.keys.dropNext();
    const { kid, publishedMs } = await this.keys.publishNext(await newSigningKey());
    const waitMs = compromised ? 0 : Math.max(0, publishMs - publishedMs);
    this.say(`${kid} is published; it signs in ${Math.ceil(waitMs / 1000)} s`);
    await this.wait(waitMs);
    if (!(await this.keys.activate(kid, compromised ? undefined : KEY_KEPT_S)))
      throw new Error(
        `${kid} does not wait any more: another rotation was faster, and this one has nothing left to do`,
      );
    this.say(`${kid} signs new tokens`);
    this.say(
      compromised
        ? 'tokens of all other keys are refused from now on'
        : `tokens of the key before are taken for ${KEY_KEPT_S / 3600} h more, which is longer than any of them lives`,
    );
  }
}
