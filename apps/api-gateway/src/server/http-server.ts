import type { IncomingMessage } from 'node:http';
import { DomainError, type Log } from '@callboard/kernel';
import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { inFormOf } from '../errors/drs-error';
import { problemOf } from '../errors/problem';
import { pathIn, rewriteVerb } from '../routing/paths';
import { HEADER_BYTES, refuseBrokenRequest, refuseUnusualRequests } from './broken-requests';
import { limitInFlight } from './in-flight';
import { readBodies } from './read-bodies';
import { traceRequests } from './request-trace';
import { redirectTrailingSlashes } from './trailing-slash';

const LONGEST_PATH_ID = 4_000;
/** What the router cannot read, it refuses before anything else sees it. */
const NO_PATH = new DomainError(
  'bad-request',
  `this is no path: what its ids have is percent-encoded UTF-8, at most ${LONGEST_PATH_ID} characters each`,
);
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
    frameworkErrors: (_error: Error, { originalUrl }: FastifyRequest, reply: FastifyReply) => {
      const { status, body } = inFormOf(pathIn(originalUrl), problemOf(NO_PATH));
      void reply.code(status).send(body);
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
