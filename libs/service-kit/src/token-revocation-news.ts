import { tokensRevoked } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import type { OnApplicationBootstrap, OnModuleDestroy } from '@nestjs/common';
import type { Msg, NatsConnection, Subscription } from 'nats';
import { Repeating } from './repeating';
import type { TokenRevocations } from './token-revocations';
import type { TokenVerifier } from './token-verifier';

/** A revocation holds everywhere within two seconds (design 7): half of that, as loading takes its time too. */
const RELOAD_MS = 1_000;

/**
 * Keeps the revocations of a process up to date: it hears `tokens-revoked` on a plain subscription, as each process must
 * hear each one and none has to be kept for it, and loads them again each second. So nothing is missed while the
 * connection is lost. While `sites` does not answer, what is known stands: nobody can revoke then. Keys are loaded with
 * them, so that a process becomes ready by itself, whoever starts first, and knows of new and of retired keys.
 */
export class TokenRevocationNews implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly reloading: Repeating;
  private subscription: Subscription | undefined;

  constructor(
    private readonly connection: NatsConnection,
    private readonly revocations: TokenRevocations,
    private readonly tokens: Pick<TokenVerifier, 'prepare'>,
    private readonly log: Log,
  ) {
    this.reloading = new Repeating('loading of revocations', RELOAD_MS, () => this.reload(), log);
  }

  /** Subscribes before anybody can have asked for the first load. */
  onApplicationBootstrap(): void {
    this.subscription = this.connection.subscribe(tokensRevoked.subject, {
      callback: (error, message) => {
        if (error === null) this.hear(message);
      },
    });
    this.reloading.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.subscription?.unsubscribe();
    await this.reloading.stop();
  }

  private hear(message: Msg): void {
    try {
      this.revocations.add(tokensRevoked.payload.parse(message.json()).items);
    } catch (error) {
      this.log.warn({ reason: messageOf(error) }, 'news of revoked tokens cannot be read');
    }
  }

  private async reload(): Promise<void> {
    try {
      await this.revocations.reload();
      await this.tokens.prepare();
    } catch (error) {
      this.log.debug({ reason: messageOf(error) }, 'revocations were not loaded');
    }
  }
}
