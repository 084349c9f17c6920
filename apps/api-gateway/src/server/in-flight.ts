import { DomainError } from '@callboard/kernel';
import type { FastifyInstance } from 'fastify';

/** Refuses with 503 what comes while `most` requests are in flight: waiting longer would help nobody. */
export function limitInFlight(server: FastifyInstance, most: number): void {
  let inFlight = 0;
  server.addHook('onRequest', (_request, reply, done) => {
    if (inFlight >= most) {
      done(new DomainError('overloaded', `${most} requests are in flight here: try again after a while`));
      return;
    }
    inFlight += 1;
    // `close` comes exactly once, also when the client went away.
    reply.raw.once('close', () => {
      inFlight -= 1;
    });
    done();
  });
}
