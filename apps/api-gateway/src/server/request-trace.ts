import type { Log } from '@callboard/kernel';
import { currentTraceparent, runInTrace, traceIdOf } from '@callboard/messaging';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Histogram } from 'prom-client';

/** Seconds from the request line to the last byte of the reply, by method, route and status. */
const httpDuration = new Histogram({
  name: 'callboard_http_request_duration_seconds',
  help: 'Seconds from an HTTP request to the end of its reply',
  labelNames: ['method', 'route', 'status'],
  buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
});

const traces = new WeakMap<FastifyRequest, string>();

/**
 * Each request runs in a trace: that of a valid `traceparent` header, or a new one. The trace id goes back in
 * `x-trace-id`, and into one log line per request. No query, header or body is logged: they may hold secrets.
 */
export function traceRequests(server: FastifyInstance, log: Log): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { traceparent } = request.headers;
    runInTrace(typeof traceparent === 'string' ? traceparent : undefined, () => {
      const trace = currentTraceparent() ?? '';
      traces.set(request, trace);
      void reply.header('x-trace-id', traceIdOf(trace) ?? '');
      tellWhenDone(request, reply, trace, log);
      done();
    });
  });
  // A body arrives in callbacks of the socket, outside the trace: enter it again before the handlers run.
  server.addHook('preValidation', (request, _reply, done) => runInTrace(traces.get(request), done));
}

function tellWhenDone(request: FastifyRequest, reply: FastifyReply, trace: string, log: Log): void {
  const started = performance.now();
  let whole = false;
  reply.raw.once('finish', () => {
    whole = true;
  });
  reply.raw.once('close', () => {
    const ms = performance.now() - started;
    const { method } = request;
    const route = routeOf(request);
    const status = reply.raw.statusCode;
    httpDuration.observe({ method, route, status }, ms / 1000);
    const cut = whole ? {} : { cut: true };
    runInTrace(trace, () =>
      log.info({ method, route, status, ms: Math.round(ms * 10) / 10, ...cut }, 'http'),
    );
  });
}

/** The route as documented, such as `/jobs/{job_id}:claim`; one name for all that match none. */
function routeOf(request: FastifyRequest): string {
  if (request.is404) return 'unknown';
  const pattern = request.routeOptions.url ?? 'unknown';
  return pattern
    .replace(/\/~(?=[A-Za-z]+$)/, ':')
    .replace(/:(\w+)(?=\/|:|$)/g, (whole, name, at: number) =>
      pattern[at - 1] === '/' ? `{${name}}` : whole,
    );
}
