import { form, type Failure, failuresOf, json } from './failure';

const NONE = 'there-is-none';
/** Signed by nobody. */
const FORGED = [
  { alg: 'RS256', typ: 'JWT' },
  { iss: 'https://orcid.org', sub: '0000-0001', exp: 9_999_999_999 },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .concat('AAAA')
  .join('.');

/** Contract 2.1 to 2.3 and 2.9: tokens, users, sites, the registry, allowances. */
export const ACCESS_FAILURES: Failure[] = [
  ...failuresOf('2.1', [
    ['no user name', 'anonymous', 'POST /token', form({ grant_type: 'password', password: 'x' }), 400],
    ['no password', 'anonymous', 'POST /token', form({ grant_type: 'password', username: 'x' }), 400],
    [
      'a wrong password',
      'anonymous',
      'POST /token',
      form({ grant_type: 'password', username: '<username>', password: 'wrong-one' }),
      401,
    ],
    ['no client', 'anonymous', 'POST /token', form({ grant_type: 'client_credentials' }), 400],
    [
      'a wrong secret',
      'anonymous',
      'POST /token',
      form({ grant_type: 'client_credentials', client_id: '<client>', client_secret: 'wrong-one' }),
      401,
    ],
    ['another grant', 'anonymous', 'POST /token', form({ grant_type: 'implicit' }), 422],
    [
      'a forged token of an ORCID (D35)',
      'anonymous',
      'POST /token',
      form({ grant_type: 'client_credentials', client_id: FORGED }),
      401,
    ],
    ['nobody', 'anonymous', 'GET /users/me', undefined, 401],
    ['no right to make users', 'user', 'POST /users', json({ username: NONE, password: 'long-enough' }), 403],
    [
      'a user twice (D36)',
      'user-admin',
      'POST /users',
      json({ username: '<username>', password: 'long-enough' }),
      409,
    ],
    ['no right to change users', 'user', 'PUT /users', json({ username: '<username>' }), 403],
    ['a user who is not there', 'user-admin', 'PUT /users', json({ username: NONE }), 404],
    ['no right to see users', 'user', 'GET /admin/users', undefined, 403],
  ]),
  ...failuresOf('2.2', [
    ['a site twice', 'user', 'POST /sites', json({ id: '<own-site>' }), 409],
    ['no such site', 'anonymous', `GET /sites/${NONE}`, undefined, 404],
    ['credentials of no site', 'user', `POST /sites/${NONE}:generateCredentials`, undefined, 404],
    ['credentials of others', 'user', `POST /sites/<own-site>:generateCredentials`, undefined, 403],
    ['no right to change clients', 'user', `PATCH /admin/site_clients/<client>`, json({}), 403],
    [
      'no such client',
      'allowed-user',
      `PATCH /admin/site_clients/${NONE}`,
      json({ secret: 'long-enough' }),
      404,
    ],
    ['more than a secret', 'allowed-user', `PATCH /admin/site_clients/<client>`, json({ id: 'x' }), 422],
    ['a short secret', 'allowed-user', `PATCH /admin/site_clients/<client>`, json({ secret: 'short' }), 422],
    ['put for no site', 'runtime-site', `POST /sites/${NONE}:putObject`, json({ mime_type: 'a/b' }), 404],
    [
      'put for another site',
      'own-site',
      'POST /sites/nmdc-runtime:putObject',
      json({ mime_type: 'a/b' }),
      403,
    ],
    ['put for a site', 'own-site', `POST /sites/<own-site>:putObject`, json({ mime_type: 'a/b' }), 403],
    ['put without a type', 'runtime-site', 'POST /sites/nmdc-runtime:putObject', json({ name: 'a' }), 422],
    [
      'a link for another site',
      'own-site',
      'POST /sites/nmdc-runtime:getObjectLink',
      json({ type: 'https', access_id: 'nmdc-runtime:x' }),
      403,
    ],
  ]),
  ...failuresOf('2.3', [
    ['no such capability', 'anonymous', `GET /capabilities/${NONE}`, undefined, 404],
    ['no such object type', 'anonymous', `GET /object_types/${NONE}`, undefined, 404],
    ['no such workflow', 'anonymous', `GET /workflows/${NONE}`, undefined, 404],
    ['no such trigger', 'anonymous', `GET /triggers/${NONE}`, undefined, 404],
    ['workflows of no type', 'anonymous', `GET /object_types/${NONE}/workflows`, undefined, 200],
    ['types of no workflow', 'anonymous', `GET /workflows/${NONE}/object_types`, undefined, 200],
    ['capabilities of no workflow', 'anonymous', `GET /workflows/${NONE}/capabilities`, undefined, 404],
  ]),
  ...failuresOf('2.9', [
    ['no right to allowances', 'user', 'GET /admin/allowances', undefined, 403],
    ['no right to actions', 'user', 'GET /admin/allowances/actions', undefined, 403],
    [
      'an action that is none',
      'allowed-user',
      'POST /admin/allowances',
      json({ username: '<username>', action: NONE }),
      422,
    ],
    [
      'an allowance that is not there',
      'allowed-user',
      `DELETE /admin/allowances?username=${NONE}&action=/wf_file_staging`,
      undefined,
      404,
    ],
    ['no action', 'allowed-user', `DELETE /admin/allowances?username=${NONE}`, undefined, 422],
    ['an unknown route', 'anonymous', `GET /${NONE}`, undefined, 404],
    ['a wrong method', 'anonymous', 'DELETE /health', undefined, 405],
  ]),
];
