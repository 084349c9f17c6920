import type { Check } from '../check';
import type { Json } from '../caller';
import { expectObject, expectRule, expectSame, expectShape, expectStatus } from '../expectations';
import { NotTried } from '../outcome';
import type { Reply } from '../caller';
import { drsObject } from '../shapes/objects';

const BASE = '/ga4gh/drs/v1';

/** The reference has the one path that leads to an object; what else GA4GH DRS 1.5 asks for is tried where it is offered. */
function offered(reply: Reply): Reply {
  if (reply.status === 404 && (reply.json as Json | undefined)?.detail === 'Not Found')
    throw new NotTried('this gateway does not offer GA4GH DRS 1.5');
  return reply;
}

/** GA4GH DRS 1.5, beyond contract 2.4. */
export const drsChecks: Check[] = [
  {
    name: 'GET service-info of GA4GH DRS: what it is',
    section: '2.4',
    async run({ anyone }) {
      const reply = offered(await anyone.get(`${BASE}/service-info`));
      const { type } = expectObject(reply, 200) as { type: Json };
      expectSame(reply.call, [type.group, type.artifact], ['org.ga4gh', 'drs'], 'type.group, type.artifact');
      expectRule(reply, type.version, /^1\.\d/, 'type.version');
    },
  },
  {
    name: 'POST objects of GA4GH DRS: many at once, and those that are not there',
    section: '2.4',
    async run(stage) {
      const ids = [stage.take('object'), 'sys0nosuch'];
      const reply = offered(await stage.anyone.post(`${BASE}/objects`, { bulk_object_ids: ids }));
      const body = expectObject(reply, 200) as { summary: Json; resolved_drs_object: Json[] };
      expectSame(reply.call, body.summary, { requested: 2, resolved: 1, unresolved: 1 }, 'summary');
      expectSame(
        reply.call,
        body.resolved_drs_object.map(({ id }) => id),
        ids.slice(0, 1),
        'ids',
      );
    },
  },
  {
    name: 'self_uri leads to the object: its host is that of the gateway’s address for clients',
    section: '1.1',
    async run(stage) {
      const id = stage.take('object');
      const { self_uri } = expectShape(await stage.anyone.get(`/objects/${id}`), 200, drsObject, 'SET');
      expectSame(`GET /objects/${id}`, new URL(String(self_uri)).pathname, `/${id}`, 'path of self_uri');
      expectStatus(await stage.anyone.get(`${BASE}/objects/${id}`), 200, 303);
    },
  },
];
