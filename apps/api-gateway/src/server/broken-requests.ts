import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { DomainError } from '@callboard/kernel';
import { HttpException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { inFormOf } from '../errors/drs-error';
import { problemOf } from '../errors/problem';
import { pathIn } from '../routing/paths';

/** Request line and headers together, in bytes: `$in` over id lists goes in the query string (contract 0, "Sizes"). */
export const HEADER_BYTES = 128 * 1024;

/**
 * Refuses in the contract's form what Node would refuse without a body: a request that names no host, or expects
 * something of the server that it does not do. Node's own check of the host must be off.
 */
export function refuseUnusualRequests(server: FastifyInstance): void {
  server.addHook('onRequest', (request, _reply, done) => {
    if (request.headers.host !== undefined || request.raw.httpVersion === '1.0') done();
    else done(new DomainError('bad-request', 'the header Host is missing: HTTP/1.1 asks for it'));
  });
  server.server.on('checkExpectation', ({ url = '' }: IncomingMessage, response: ServerResponse) => {
    const body = unmet(pathIn(url));
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    response.writeHead(417, { ...headers, connection: 'close' }).end(body);
  });
}

/** What is not even HTTP, or has more header bytes than are taken, never becomes a request. */
export function refuseBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, text] = wordsOf(error.code);
  const body = refusal(text);
  socket.end(
    `HTTP/1.1 ${status}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
}

function wordsOf(code: string | undefined): [status: string, text: string] {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return ['431 Request Header Fields Too Large', `headers and path may have ${HEADER_BYTES} bytes`];
  }
  const status = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? '408 Request Timeout' : '400 Bad Request';
  return [status, 'this is no complete HTTP request'];
}

function unmet(path: string): string {
  const error = new HttpException('the only expectation met is 100-continue', 417);
  return JSON.stringify(inFormOf(path, problemOf(error)).body);
}

const refusal = (detail: string): string => JSON.stringify({ detail, code: 'bad-request' });
