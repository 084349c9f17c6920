import type { Check } from '../check';
import { expectFault, expectRefusal, expectRule, expectSame, expectShape, expectThat } from '../expectations';
import { lifeOf } from '../session';
import { token, user } from '../shapes/registry';
import { clientForm } from '../stage';

const DAY_MS = 86_400_000;
const post = (form: Record<string, string>): URLSearchParams => new URLSearchParams(form);

/** Tokens, and who one is by them (contract 2.1, 8.1). */
export const tokenChecks: Check[] = [
  {
    name: 'POST /token, client_credentials in the form: a token of one day',
    section: '2.1',
    lines: [1],
    needs: ['site'],
    async run({ anyone, siteLogin }) {
      const reply = await anyone.post('/token', post(clientForm(siteLogin)));
      const { expires } = expectShape(reply, 200, token, 'FULL');
      expectSame(reply.call, lifeOf(expires), DAY_MS, 'expires');
    },
  },
  {
    name: 'POST /token, client_credentials by Basic',
    section: '2.1',
    lines: [1],
    needs: ['site'],
    async run({ anyone, siteLogin: { clientId, clientSecret } }) {
      const authorization = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
      const reply = await anyone.post('/token', post({ grant_type: 'client_credentials' }), {
        authorization,
      });
      expectShape(reply, 200, token, 'FULL');
    },
  },
  {
    name: 'POST /token without a grant_type, but id and secret',
    section: '2.1',
    needs: ['site'],
    async run({ anyone, siteLogin }) {
      const { grant_type: _, ...pair } = clientForm(siteLogin);
      expectShape(await anyone.post('/token', post(pair)), 200, token, 'FULL');
    },
  },
  {
    name: 'POST /token: 400 without a pair, 401 for a wrong one, 422 for another grant',
    section: '2.1',
    needs: ['site'],
    async run({ anyone, siteLogin }) {
      expectRefusal(await anyone.post('/token', post({ grant_type: 'client_credentials' })), 400);
      expectRefusal(await anyone.post('/token', post({ grant_type: 'password' })), 400);
      const wrong = { ...clientForm(siteLogin), client_secret: 'wrong-secret' };
      expectRefusal(await anyone.post('/token', post(wrong)), 401);
      const other = await anyone.post('/token', post({ ...clientForm(siteLogin), grant_type: 'implicit' }));
      expectFault(other, ['body', 'grant_type']);
    },
  },
  {
    name: 'GET /users/me of a site: its client id as the username, nothing else',
    section: '2.1',
    needs: ['site'],
    async run({ site, siteLogin }) {
      const reply = await site.get('/users/me');
      expectSame(reply.call, expectShape(reply, 200, user, 'SET'), { username: siteLogin.clientId });
    },
  },
  {
    name: 'POST /token, grant password; GET /users/me of the user, with and without a slash',
    section: '2.1',
    lines: [1, 9],
    needs: ['admin'],
    async run({ admin, cast }) {
      const reply = await admin.get('/users/me');
      expectRule(
        reply,
        expectShape(reply, 200, user, 'SET').username,
        [cast.admin?.username ?? ''],
        'username',
      );
      const slash = await admin.get('/users/me/');
      expectThat(slash.call, '200, or 307 to /users/me', [200, 307].includes(slash.status), slash.status);
    },
  },
];
