import { READINESS, type Readiness } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
  Optional,
} from '@nestjs/common';
import { OutboxRelay } from './outbox-relay';
import { Pruner } from './pruner';

/** Starts the relay when the service is whole. Ends after the transport has drained, so that no event stays behind. */
@Injectable()
export class OutboxLifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly relay: OutboxRelay,
    private readonly pruner: Pruner,
    @Optional() @Inject(READINESS) private readonly health?: Readiness,
  ) {}

  onApplicationBootstrap(): void {
    this.health?.register('database', () => this.database.check());
    this.relay.start();
    this.pruner.start();
  }

  async onApplicationShutdown(): Promise<void> {
    await Promise.all([this.relay.stop(), this.pruner.stop()]);
    await this.database.close();
  }
}
