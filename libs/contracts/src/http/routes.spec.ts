import { ERROR_CODES } from '../error-codes';
import { isDrsPath } from './drs';
import { ROUTES } from './routes';
import type { RouteContract } from './routes-contract';

const all = Object.entries(ROUTES) as [string, RouteContract][];

describe('the route table', () => {
  it('has each method and path once', () => {
    const seen = all.map(([, { method, path }]) => `${method} ${path}`);
    expect(new Set(seen).size).toBe(seen.length);
  });

  describe.each(all)('%s', (_, route) => {
    const { params, query, body, example } = route;
    const named = [...route.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);

    it('checks the very parameters of its path', () => {
      expect(Object.keys(example.params ?? {})).toEqual(named);
      expect(params?.safeParse(example.params).error).toBeUndefined();
      expect(params === undefined).toBe(named.length === 0);
    });

    it('has an example of its own shape', () => {
      expect(query?.safeParse(example.query ?? {}).error).toBeUndefined();
      expect(body?.safeParse(example.body).error).toBeUndefined();
      if (route.ok.schema === undefined) return;
      expect(route.ok.schema.safeParse(example.reply).error).toBeUndefined();
    });

    it('asks for a token whenever it changes something', () => {
      const changesNothing = ['/token', '/metadata/json:validate', '/metadata/changesheets:validate'];
      const onlyReads = changesNothing.includes(route.path) || isDrsPath(route.path);
      if (route.method !== 'GET' && !onlyReads) expect(route.auth).not.toBe('anon');
      // Those that name people, or secrets of theirs.
      const own = [
        '/users/me',
        '/sites/{site_id}/credentials',
        '/jobs/{job_id}/history',
        '/operations/{op_id}/history',
        '/admin/dead_letters',
        '/admin/users',
        '/admin/allowances',
        '/admin/allowances/actions',
      ];
      if (route.method === 'GET' && !own.includes(route.path)) expect(route.auth).toBe('anon');
    });

    it('refuses with known codes, each named once', () => {
      for (const code of route.refusals) expect(Object.keys(ERROR_CODES)).toContain(code);
      expect(new Set(route.refusals).size).toBe(route.refusals.length);
    });
  });
});
