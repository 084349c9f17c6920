import { createLog, NestLog, runProcess } from '@callboard/service-kit';
import { NestFactory } from '@nestjs/core';
import { SiteWorkerModule } from './site-worker.module';

const NAME = 'site-worker';

void runProcess(
  NAME,
  () =>
    NestFactory.createApplicationContext(SiteWorkerModule, {
      logger: new NestLog(createLog(NAME)),
      abortOnError: false,
    }),
  { outlivesRejections: true },
);
