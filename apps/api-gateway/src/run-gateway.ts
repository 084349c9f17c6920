import type { Log } from '@callboard/kernel';
import { createLog, LOG, NestLog, runProcess } from '@callboard/service-kit';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { ApiGatewayModule } from './api-gateway.module';
import { serveDocs } from './openapi/serve-docs';
import { PublicAddress } from './public-address';
import { httpAdapter, prepareServer } from './server/http-server';
import { GATEWAY_SETTINGS, type GatewaySettings } from './settings';

const NAME = 'api-gateway';

/** Runs the gateway until it is told to stop: the whole of its main.ts. */
export function runGateway(): Promise<void> {
  return runProcess(NAME, listen);
}

/**
 * Builds the gateway and has it listen. Settings come from the environment. Rejects when they cannot be used or the
 * port is taken.
 */
export async function listen(): Promise<NestFastifyApplication> {
  const app = await NestFactory.create<NestFastifyApplication>(ApiGatewayModule, httpAdapter(), {
    logger: new NestLog(createLog(NAME)),
    abortOnError: false,
    bodyParser: false,
  });
  const settings = app.get<GatewaySettings>(GATEWAY_SETTINGS);
  prepareServer(app, app.get<Log>(LOG), settings.MAX_IN_FLIGHT);
  serveDocs(app.getHttpAdapter().getInstance());
  await app.listen(settings.PORT, settings.HOST);
  const url = await app.getUrl();
  app.get(PublicAddress).listeningOn(url);
  app.get<Log>(LOG).info({ url }, 'listening');
  return app;
}
