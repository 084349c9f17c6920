import type { IncomingMessage } from 'node:http';
import type { Log } from '@callboard/kernel';
import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { rewriteVerb } from '../routing/paths';
import { HEADER_BYTES, refuseBrokenRequest, refuseUnusualRequests } from './broken-requests';
import { limitInFlight } from './in-flight';
import { readBodies } from './read-bodies';
import { traceRequests } from './request-trace';
import { redirectTrailingSlashes } from './trailing-slash';

const LONGEST_PATH_ID = 4_000;
/** Longest time that a client takes to send its request, in ms. */
const SEND_MS = 300_000;

/** Clients in browsers (contract 2.9, CORS). */
const ORIGINS = [
  /^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/,
  /^https:\/\/([a-z0-9-]+\.)*microbiomedata\.org$/,
  /^https:\/\/microbiomedata\.github\.io$/,
];

const CORS = {
  origin: ORIGINS,
  credentials: true,
  methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'],
  exposedHeaders: ['x-trace-id', 'Retry-After', 'Location'],
  maxAge: 600,
};
type CorsAnswer = (error: null, options: typeof CORS & { preflight: boolean }) => void;

/** The web server with the limits of the contract, before Nest adds its routes. */
export function httpAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    requestTimeout: SEND_MS,
    http: { maxHeaderSize: HEADER_BYTES, requireHostHeader: false },
    routerOptions: { maxParamLength: LONGEST_PATH_ID },
    rewriteUrl: ({ method, url }: IncomingMessage) => rewriteVerb(method ?? 'GET', url ?? '/'),
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      void reply.code(400).send({ detail: error.message, code: 'bad-request' });
    },
    clientErrorHandler: refuseBrokenRequest,
    // What comes on an open connection while the process drains is still answered, and the connection closed.
    return503OnClosing: false,
    skipMiddie: true,
  });
}

/** Adds what holds for every request. Call it before `app.init()`. */
export function prepareServer(app: NestFastifyApplication, log: Log, mostInFlight: number): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  traceRequests(server, log);
  refuseUnusualRequests(server);
  limitInFlight(server, mostInFlight);
  readBodies(server);
  redirectTrailingSlashes(server);
  // Without the header of a preflight, OPTIONS is a question of its own, which some paths answer.
  (app as INestApplication).enableCors((request: FastifyRequest, answer: CorsAnswer) =>
    answer(null, { ...CORS, preflight: request.headers['access-control-request-method'] !== undefined }),
  );
}
