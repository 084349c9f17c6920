import { NatsTransport } from '@callboard/messaging';
import type { Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { AsyncMicroserviceOptions } from '@nestjs/microservices';
import { createLog } from './logger';
import { NestLog } from './nest-log';
import { runProcess, type RunningProcess, startProcess } from './run-process';

/** Runs a service: the whole of its main.ts. See {@link runProcess} for how it ends. */
export function runService(module: Type): Promise<void> {
  return runProcess(nameOf(module), () => listen(module));
}

/** Starts a service inside this Node process, for component tests. Settings come from the environment. */
export function startService(module: Type): Promise<RunningProcess> {
  return startProcess(() => listen(module));
}

async function listen(module: Type) {
  const app = await NestFactory.createMicroservice<AsyncMicroserviceOptions>(module, {
    logger: new NestLog(createLog(nameOf(module))),
    abortOnError: false,
    inject: [NatsTransport],
    useFactory: (strategy: NatsTransport) => ({ strategy }),
  });
  await app.listen();
  return app;
}

/** `JobsModule` → `jobs`, as in the names of services. */
function nameOf(module: Type): string {
  const name = module.name.replace(/Module$/, '');
  return name.replace(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
}
