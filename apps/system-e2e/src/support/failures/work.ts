import { type Failure, failuresOf, json, text } from './failure';

const NONE = 'nmdc:sys0nosuch00';
/** Ids of objects have no colon. */
const NO_OBJECT = 'sys0nosuch00';

/** Contract 2.4 to 2.6 and 3.6: objects, jobs, operations, runs, lists. */
export const WORK_FAILURES: Failure[] = [
  ...failuresOf('2.4', [
    [
      'a checksum twice',
      'own-site',
      'POST /objects',
      json({
        checksums: [{ type: 'sha256', checksum: '<sha256>' }],
        created_time: '2026-01-02',
        size: 1,
        access_methods: [],
      }),
      409,
    ],
    ['no checksum', 'own-site', 'POST /objects', json({ created_time: '2026-01-02', size: 1 }), 422],
    ['bad JSON', 'own-site', 'POST /objects', text('{"size": 1', 'application/json'), 422],
    [
      'JSON labelled as a form',
      'own-site',
      'POST /objects',
      text('{}', 'application/x-www-form-urlencoded'),
      422,
    ],
    ['an id with a colon', 'anonymous', `GET /objects/${NONE}`, undefined, 422],
    ['no such object', 'anonymous', `GET /objects/${NO_OBJECT}`, undefined, 404],
    ['a change of none', 'own-site', `PATCH /objects/${NO_OBJECT}`, json({ description: 'x' }), 404],
    ['a change by others (D1)', 'site', `PATCH /objects/<object>`, json({ description: 'x' }), 403],
    ['a size that is a text', 'own-site', `PATCH /objects/<object>`, json({ size: '12' }), 422],
    ['types of none', 'anonymous', `GET /objects/${NO_OBJECT}/types`, undefined, 404],
    ['tags by nobody (D3)', 'anonymous', `PUT /objects/<object>/types`, json(['test']), 401],
    ['an unknown type', 'own-site', `PUT /objects/<object>/types`, json(['there-is-none']), 400],
    ['tags on none (D3)', 'own-site', `PUT /objects/${NO_OBJECT}/types`, json(['test']), 404],
    ['access to none', 'anonymous', `GET /objects/${NO_OBJECT}/access/x`, undefined, 404],
    ['an access id of none', 'anonymous', `GET /objects/<object>/access/there-is-none`, undefined, 404],
    ['none by DRS', 'anonymous', `GET /ga4gh/drs/v1/objects/${NO_OBJECT}`, undefined, 404],
  ]),
  ...failuresOf('2.5', [
    ['no such job', 'anonymous', `GET /jobs/${NONE}`, undefined, 404],
    ['a job without a workflow', 'own-site', 'POST /jobs', json({ config: {} }), 422],
    ['a claim of none', 'own-site', `POST /jobs/${NONE}:claim`, undefined, 404],
    ['a capability that is missing', 'own-site', `POST /jobs/<demanding-job>:claim`, undefined, 403],
    ['a release of none', 'own-site', `POST /jobs/${NONE}:release`, undefined, 404],
    ['a release of a job that nobody holds', 'own-site', `POST /jobs/<job>:release`, undefined, 200],
    ['a bare list (D5)', 'own-site', 'POST /jobs/release', json(['<job>']), 422],
    ['unknown ids (D5)', 'own-site', 'POST /jobs/release', json({ job_ids: [NONE] }), 200],
    ['a claim by a user', 'user', `POST /jobs/<job>:claim`, undefined, 401],
  ]),
  ...failuresOf('2.6', [
    [
      'no expire_time among what is named (D13)',
      'anonymous',
      'GET /operations?projection=done',
      undefined,
      200,
    ],
    ['no such operation', 'anonymous', `GET /operations/${NONE}`, undefined, 404],
    ['a change of none', 'own-site', `PATCH /operations/${NONE}`, json({ done: true }), 404],
    ['a change by others', 'site', `PATCH /operations/<operation>`, json({ done: true }), 403],
    ['metadata of null (D7)', 'own-site', `PATCH /operations/<operation>`, json({ metadata: null }), 200],
    ['done that is none', 'own-site', `PATCH /operations/<operation>`, json({ done: 'perhaps' }), 422],
    ['no such run', 'anonymous', `GET /runs/${NONE}`, undefined, 404],
    ['events of no run', 'anonymous', `GET /runs/${NONE}/events`, undefined, 404],
  ]),
  ...failuresOf('3.6', [
    ['a filter that is a text', 'anonymous', 'GET /jobs?filter=abc', undefined, 422],
    ['a filter that is no JSON', 'anonymous', 'GET /jobs?filter={a}', undefined, 422],
    ['an unknown operator (D13)', 'anonymous', 'GET /jobs?filter={"id":{"$near":1}}', undefined, 422],
    ['code in a filter (D14)', 'anonymous', 'GET /jobs?filter={"$where":"1"}', undefined, 422],
    ['an unknown token', 'anonymous', 'GET /jobs?page_token=there-is-none', undefined, 400],
    ['a size that is none', 'anonymous', 'GET /jobs?max_page_size=many', undefined, 422],
    [
      'a filter on ids (D13)',
      'anonymous',
      'GET /objects?filter={"id":{"$regex":"^a"}}&max_page_size=1',
      undefined,
      200,
    ],
    [
      'a field that is hidden and matches nothing (D14)',
      'anonymous',
      'GET /sites?filter={"clients.hashed_secret":{"$regex":"a"}}',
      undefined,
      200,
    ],
    ['an empty filter and projection', 'anonymous', 'GET /jobs?filter=&projection=', undefined, 200],
  ]),
];
