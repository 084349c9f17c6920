import { type Caller, DEAD_LETTER_REQUESTS } from '@callboard/contracts';
import { OnEvent, RequestClient } from '@callboard/messaging';
import { Database } from '@callboard/persistence';
import { type RunningProcess, ServiceKitModule, startService } from '@callboard/service-kit';
import { Controller, Inject, Module } from '@nestjs/common';
import type { z } from 'zod';
import { migrations, OutboxPlace, thingsChanged } from './outbox-fixture.builder';
import { Outbox } from './outbox';
import { OutboxModule } from './outbox.module';

/** What the handler does with each thing; tests replace it. */
export const behaviour: { handle: (database: Database, id: string) => Promise<unknown> } = {
  handle: keepThing,
};

export function keepThing(database: Database, id: string): Promise<unknown> {
  return database.query('insert into things values ($1) on conflict do nothing', [id]);
}

@Controller()
class ThingsConsumer {
  constructor(@Inject(Database) private readonly database: Database) {}

  @OnEvent(thingsChanged)
  async onThings({ items }: z.infer<typeof thingsChanged.payload>): Promise<void> {
    for (const { id } of items) await behaviour.handle(this.database, id);
  }
}

@Module({
  imports: [ServiceKitModule.forService('jobs'), OutboxModule.forService({ migrations })],
  controllers: [ThingsConsumer],
})
class JobsModule {}

export const ADMIN: Caller = { kind: 'user', username: 'ada', administers: ['nmdc-runtime'] };
export const { list, redrive, discard } = DEAD_LETTER_REQUESTS.jobs;

/** A whole service that hears of its own things, in as many processes as asked for. */
export class ThingsService {
  private constructor(
    readonly place: OutboxPlace,
    private readonly running: RunningProcess[],
    readonly requests: RequestClient,
  ) {}

  static async open(processes: number): Promise<ThingsService> {
    const place = await OutboxPlace.open();
    Object.assign(process.env, {
      DATABASE_URL: place.storage.url('jobs'),
      NATS_URL: place.broker.url,
      NATS_USER: place.broker.service.user,
      NATS_PASSWORD: place.broker.service.password,
      LOG_LEVEL: 'silent',
    });
    const running = await Promise.all(Array.from({ length: processes }, () => startService(JobsModule)));
    return new ThingsService(place, running, new RequestClient(place.connection));
  }

  tell(...ids: string[]): Promise<void> {
    return this.place.append(new Outbox(), ids);
  }

  async letters(
    asked: Partial<z.infer<typeof list.input>> = {},
  ): Promise<z.infer<typeof list.output>['dead_letters']> {
    const input = { state: 'waiting', limit: 100, ...asked } as const;
    return (await this.requests.request(list, input, { caller: ADMIN })).dead_letters;
  }

  async things(): Promise<string[]> {
    const rows = await this.place.database.query<{ id: string }>('select id from things order by id');
    return rows.map(({ id }) => id);
  }

  async close(): Promise<void> {
    await Promise.all(this.running.map((process) => process.stop()));
    await this.place.close();
  }
}
