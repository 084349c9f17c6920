import { type Log, silentLog } from '@callboard/kernel';
import { currentTraceparent, traceIdOf } from '@callboard/messaging';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { traceRequests } from './request-trace';

const ID = '4bf92f3577b34da6a3ce929d0e0e4736';

interface Line {
  fields: object;
  trace: string | undefined;
}

async function answer(url: string, headers: Record<string, string> = {}) {
  const lines: Line[] = [];
  const log: Log = {
    ...silentLog,
    info: (fields) => lines.push({ fields, trace: traceIdOf(currentTraceparent()) }),
  };
  const server = new FastifyAdapter({ skipMiddie: true }).getInstance();
  traceRequests(server, log);
  server.post('/jobs/:job_id/~claim', async () => ({ trace: traceIdOf(currentTraceparent()) }));
  const payload = { password: 'hunter2' };
  const reply = await server.inject({ method: 'POST', url, headers, payload });
  await server.close();
  return { reply, lines };
}

describe('the trace of a request', () => {
  it('is that of the client; handlers and the log line see it', async () => {
    const { reply, lines } = await answer('/jobs/nmdc:a/~claim?token=hunter2', {
      traceparent: `00-${ID}-00f067aa0ba902b7-01`,
      authorization: 'Bearer hunter2',
    });
    expect(reply.json()).toEqual({ trace: ID });
    expect(reply.headers['x-trace-id']).toBe(ID);
    const fields = { method: 'POST', route: '/jobs/{job_id}:claim', status: 200, ms: expect.any(Number) };
    expect(lines).toEqual([{ fields, trace: ID }]);
    expect(JSON.stringify(lines)).not.toContain('hunter2');
  });

  it('begins anew without a valid one, and names no path that it does not know', async () => {
    const { reply, lines } = await answer('/secret/hunter2', { traceparent: 'nonsense' });
    const trace = reply.headers['x-trace-id'];
    expect(trace).toMatch(/^[0-9a-f]{32}$/);
    expect(lines).toEqual([{ fields: expect.objectContaining({ route: 'unknown', status: 404 }), trace }]);
  });
});
