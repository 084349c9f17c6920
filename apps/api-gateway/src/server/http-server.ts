import type { IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import type { Log } from '@callboard/kernel';
import type { INestApplication } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { rewriteVerb } from '../routing/paths';
import { limitInFlight } from './in-flight';
import { traceRequests } from './request-trace';
import { redirectTrailingSlashes } from './trailing-slash';

/** Bodies above this are refused with 413; clients send whole execution records (contract 0, "Sizes"). */
const BODY_BYTES = 25 * 1024 * 1024;
/** Request line and headers together: `$in` over id lists goes in the query string. */
const HEADER_BYTES = 128 * 1024;
const LONGEST_PATH_ID = 4_000;
/** Longest time that a client takes to send its request, in ms. */
const SEND_MS = 300_000;

/** Clients in browsers (contract 2.9, CORS). */
const ORIGINS = [
  /^https?:\/\/(localhost|127\.0\.0\.1)(:\d+)?$/,
  /^https:\/\/([a-z0-9-]+\.)*microbiomedata\.org$/,
  /^https:\/\/microbiomedata\.github\.io$/,
];

/** The web server with the limits of the contract, before Nest adds its routes. */
export function httpAdapter(): FastifyAdapter {
  return new FastifyAdapter({
    bodyLimit: BODY_BYTES,
    requestTimeout: SEND_MS,
    http: { maxHeaderSize: HEADER_BYTES },
    routerOptions: { maxParamLength: LONGEST_PATH_ID },
    rewriteUrl: ({ method, url }: IncomingMessage) => rewriteVerb(method ?? 'GET', url ?? '/'),
    frameworkErrors: (error: Error, _request: FastifyRequest, reply: FastifyReply) => {
      void reply.code(400).send({ detail: error.message, code: 'bad-request' });
    },
    clientErrorHandler: refuseBrokenRequest,
    skipMiddie: true,
  });
}

/** Adds what holds for every request. Call it before `app.init()`. */
export function prepareServer(app: NestFastifyApplication, log: Log, mostInFlight: number): void {
  const server: FastifyInstance = app.getHttpAdapter().getInstance();
  takeBodiesAsBytes(server);
  traceRequests(server, log);
  limitInFlight(server, mostInFlight);
  redirectTrailingSlashes(server);
  (app as INestApplication).enableCors({
    origin: ORIGINS,
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'],
    exposedHeaders: ['x-trace-id', 'Retry-After', 'Location'],
    maxAge: 600,
  });
}

/** Whatever the label says: the route decides how to read a body, and a missing or odd label must not (contract 0). */
function takeBodiesAsBytes(server: FastifyInstance): void {
  server.removeAllContentTypeParsers();
  server.addContentTypeParser(
    '*',
    { parseAs: 'buffer' },
    (_request: FastifyRequest, body: Buffer, done: (error: null, body: Buffer) => void) => done(null, body),
  );
}

/** What is not even HTTP, or has more header bytes than are taken, never becomes a request. */
function refuseBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const tooLarge = error.code === 'HPE_HEADER_OVERFLOW';
  const late = error.code === 'ERR_HTTP_REQUEST_TIMEOUT';
  const status = tooLarge
    ? '431 Request Header Fields Too Large'
    : late
      ? '408 Request Timeout'
      : '400 Bad Request';
  const text = tooLarge
    ? `headers and path may have ${HEADER_BYTES} bytes`
    : 'this is no complete HTTP request';
  const body = JSON.stringify({ detail: text, code: 'bad-request' });
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}
