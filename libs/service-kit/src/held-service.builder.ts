import { defineRequest } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import { DEAD_LETTERS, LOG, OnRequest } from '@callboard/messaging';
import { Controller, Global, Inject, Module } from '@nestjs/common';
import { z } from 'zod';
import { runService } from './run-service';
import { ServiceKitModule } from './service-kit.module';

const nothing = z.object({});
/** Answers when the process gets SIGUSR2. */
export const holdThings = defineRequest('jobs', 'hold-things', { input: nothing, output: nothing });
/** Leaves a rejected promise to itself. */
export const forgetThings = defineRequest('jobs', 'forget-things', { input: nothing, output: nothing });

const held: (() => void)[] = [];

@Controller()
class HeldRequests {
  constructor(@Inject(LOG) private readonly log: Log) {}

  @OnRequest(holdThings)
  async hold(): Promise<Record<string, never>> {
    this.log.info({}, 'holding');
    await new Promise<void>((release) => held.push(release));
    return {};
  }

  @OnRequest(forgetThings)
  async forget(): Promise<Record<string, never>> {
    void Promise.reject(new Error('forgotten'));
    return {};
  }
}

const noDeadLetters = { keep: () => Promise.reject(new Error('there are no events here')) };

@Global()
@Module({ providers: [{ provide: DEAD_LETTERS, useValue: noDeadLetters }], exports: [DEAD_LETTERS] })
class NoDeadLettersModule {}

/** A service as a process that the spec of runService starts. */
@Module({ imports: [ServiceKitModule.forService('jobs'), NoDeadLettersModule], controllers: [HeldRequests] })
class JobsModule {}

if (require.main === module) {
  process.on('SIGUSR2', () => held.splice(0).forEach((release) => release()));
  void runService(JobsModule);
}
