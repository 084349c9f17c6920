import { randomBytes } from 'node:crypto';
import type { Check } from '../check';
import type { Json } from '../caller';
import {
  expectList,
  expectObject,
  expectRefusal,
  expectRule,
  expectSame,
  expectShape,
  expectStatus,
  skipWithout,
  expectMissing,
} from '../expectations';
import { session } from '../session';
import { allowance, credentials, siteInDb, user } from '../shapes/registry';

const ACTIONS = [
  '/metadata/changesheets:submit',
  '/metadata/json:submit',
  '/queries:run(query_cmd:DeleteCommand)',
  '/queries:run(query_cmd:AggregateCommand)',
  '/wf_file_staging',
  '/admin/allowances',
  '/admin/site_clients',
];

/** What needs an administrator: allowances, sites, users (contract 2.1, 2.2, 2.9). */
export const adminChecks: Check[] = [
  {
    name: 'allowances: the seven actions, sorted; given 201, twice 409, listed, taken away 204, then 404',
    section: '2.9',
    needs: ['admin'],
    async run({ admin, mark }) {
      const known = await admin.get('/admin/allowances/actions');
      skipWithout(known, '/admin/allowances');
      const actions = expectList(known);
      expectSame(
        known.call,
        ACTIONS.filter((action) => !actions.includes(action)),
        [],
        'missing actions',
      );
      expectSame(known.call, actions, [...actions].sort(), 'order');
      const one = { username: mark, action: '/wf_file_staging' };
      expectShape(await admin.post('/admin/allowances', one), 201, allowance, 'FULL');
      expectRefusal(await admin.post('/admin/allowances', one), 409);
      const listed = await admin.get('/admin/allowances', { username: mark });
      expectSame(listed.call, expectObject(listed, 200).resources, [one], 'resources');
      expectStatus(await admin.send('DELETE', '/admin/allowances', { query: one }), 204);
      expectMissing(await admin.send('DELETE', '/admin/allowances', { query: one }));
      expectStatus(await admin.send('DELETE', '/admin/allowances', { query: { username: mark } }), 422);
    },
  },
  {
    name: 'POST /sites: 201, SiteInDB FULL; 409 of a taken id; the site is read without clients',
    section: '2.2',
    needs: ['admin'],
    async run(stage) {
      const { admin, anyone, mark } = stage;
      const reply = await admin.post('/sites', { id: mark });
      const created = expectShape(reply, 201, siteInDb, 'FULL');
      stage.leaves(`site ${mark}`);
      expectSame(reply.call, created, { id: mark, capability_ids: [], clients: [] });
      expectRefusal(await admin.post('/sites', { id: mark }), 409);
      const read = await anyone.get(`/sites/${mark}`);
      expectSame(read.call, expectObject(read, 200), { id: mark, capability_ids: [] });
    },
  },
  {
    name: 'POST :generateCredentials: 200, an id and a secret that log in; 404 of no site',
    section: '2.2',
    lines: [8],
    needs: ['admin'],
    async run({ admin, cast, mark }) {
      const reply = await admin.post(`/sites/${mark}:generateCredentials`);
      const pair = expectShape(reply, 200, credentials, 'FULL') as {
        client_id: string;
        client_secret: string;
      };
      const own = session(cast.url, { grant_type: 'client_credentials', ...pair });
      const me = await own.get('/users/me');
      expectSame(me.call, expectObject(me, 200), { username: pair.client_id });
      expectMissing(await admin.post('/sites/no-such-site:generateCredentials'));
      const path = `/admin/site_clients/${pair.client_id}`;
      const none = await admin.send('PATCH', path, { body: {} });
      skipWithout(none, '/admin/site_clients');
      expectStatus(none, 204);
      expectStatus(await admin.send('PATCH', path, { body: { nonsense: 1 } }), 422);
      const changed = await admin.send('PATCH', path, { body: { secret: randomBytes(12).toString('hex') } });
      expectStatus(changed, 200);
      expectRule(changed, changed.headers.get('content-type'), /^text\/plain/, 'Content-Type');
    },
  },
  {
    name: 'POST /users: 201 User FULL; PUT replaces all fields; GET /admin/users tells them',
    section: '2.1',
    needs: ['admin'],
    async run(stage) {
      const { admin, mark } = stage;
      const password = randomBytes(16).toString('hex');
      const created = await admin.post('/users', { username: mark, password, email: 'x@example.org' });
      skipWithout(created, 'users');
      expectShape(created, 201, user, 'FULL');
      stage.leaves(`user ${mark}, disabled`);
      const body = { username: mark, password, disabled: true };
      const replaced = await admin.send('PUT', '/users', { body });
      const { email, site_admin, disabled } = expectShape(replaced, 200, user, 'FULL');
      expectSame(
        replaced.call,
        { email, site_admin, disabled },
        { email: null, site_admin: [], disabled: true },
      );
      const list = await admin.get('/admin/users');
      const found = (expectList(list) as Json[]).filter(({ username }) => username === mark);
      expectSame(list.call, found.length, 1, `users named ${mark}`);
    },
  },
  {
    name: 'users and allowances are not for sites: 401 or 403',
    section: '2.9',
    needs: ['site'],
    async run({ site }) {
      for (const path of ['/admin/allowances', '/admin/users']) expectStatus(await site.get(path), 401, 403);
      const password = randomBytes(16).toString('hex');
      expectStatus(await site.post('/users', { username: 'nobody', password }), 401, 403);
    },
  },
];
