import type { FastifyInstance } from 'fastify';

/** `/jobs/` answers 307 to `/jobs`; documented notebooks rely on it (contract 0, "Trailing slash"). */
export function redirectTrailingSlashes(server: FastifyInstance): void {
  server.addHook('onRequest', (request, reply, done) => {
    const target = withoutTrailingSlash(request.originalUrl);
    if (target === undefined) done();
    else void reply.code(307).header('Location', target).send();
  });
}

/** The path without slashes at its end, query kept; undefined when there are none. */
export function withoutTrailingSlash(url: string): string | undefined {
  const at = url.indexOf('?');
  const path = at < 0 ? url : url.slice(0, at);
  if (path === '/' || !path.endsWith('/')) return undefined;
  // A path that begins with two slashes would lead to another host.
  const target = path.replace(/\/+$/, '').replace(/^[/\\]+/, '/');
  return (target === '' ? '/' : target) + (at < 0 ? '' : url.slice(at));
}
