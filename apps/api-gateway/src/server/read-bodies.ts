import type { IncomingMessage } from 'node:http';
import { Gate } from '@callboard/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ROUTES, type RouteContract } from '@callboard/contracts';
import { routerPath } from '../routing/paths';
import { BodyReader, LARGE_BYTES } from './body-reader';

/** Large bodies that are worked on at once; others wait their turn. */
const WORKED_ON = 4;

/**
 * Takes bodies as bytes, whatever their label says: the route decides how to read one, and a missing or odd label must
 * not (contract 0). Few large ones are held and worked on at a time, so that a burst of them costs others nothing.
 */
export function readBodies(server: FastifyInstance): void {
  const reader = new BodyReader();
  const ends = new WeakMap<FastifyRequest, Promise<void>>();
  server.addHook('onRequest', (request, reply, done) => {
    ends.set(request, endOf(reply));
    done();
  });
  server.removeAllContentTypeParsers();
  server.addContentTypeParser('*', (request: FastifyRequest, payload: IncomingMessage) =>
    isStreamed(request)
      ? Promise.resolve(undefined)
      : reader.read(payload, ends.get(request) ?? Promise.resolve()),
  );
  server.addHook('onSend', ({ raw }, reply, body, done) => {
    // The server would cut every connection whose body was refused, and with it the client that is still sending.
    if (reader.isEndless(raw)) void reply.header('connection', 'close');
    else void reply.removeHeader('connection');
    done(null, body);
  });
  takeTurns(server, ends);
}

/** Routes whose body is read by their handler, as it comes. */
const STREAMED = new Set(
  Object.values<RouteContract>(ROUTES)
    .filter(({ streamed, upload }) => (streamed ?? upload) !== undefined)
    .map(({ path }) => routerPath(path)),
);

const isStreamed = ({ routeOptions }: FastifyRequest): boolean => STREAMED.has(routeOptions.url ?? '');

/** A request waits until one of the few slots is free, and keeps it until its reply is over. */
function takeTurns(server: FastifyInstance, ends: WeakMap<FastifyRequest, Promise<void>>): void {
  const gate = new Gate(WORKED_ON);
  server.addHook('preValidation', async (request) => {
    if (!Buffer.isBuffer(request.body) || request.body.length <= LARGE_BYTES) return;
    await new Promise<void>((itsTurn) => {
      void gate.run(async () => {
        itsTurn();
        await ends.get(request);
      });
    });
  });
}

/** `close` comes exactly once, also when the client went away. */
function endOf({ raw }: FastifyReply): Promise<void> {
  return new Promise((resolve) => raw.once('close', () => resolve()));
}
