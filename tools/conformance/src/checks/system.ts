import type { Check } from '../check';
import {
  expectObject,
  expectRefusal,
  expectRule,
  expectSame,
  expectStatus,
  expectThat,
} from '../expectations';

/** The runtime itself, and what every call shares (contract 2.9, 0). */
export const systemChecks: Check[] = [
  {
    name: 'GET /health tells that web server and database are well',
    section: '2.9',
    async run({ anyone }) {
      const reply = await anyone.get('/health');
      expectSame(reply.call, expectObject(reply, 200), { web_server: true, database: true });
    },
  },
  {
    name: 'GET /version names three versions',
    section: '2.9',
    async run({ anyone }) {
      const reply = await anyone.get('/version');
      const body = expectObject(reply, 200);
      for (const name of ['nmdc-runtime', 'fastapi', 'nmdc-schema'])
        expectRule(reply, body[name], 'text', name);
    },
  },
  {
    name: 'GET / leads to /docs, which is a page',
    section: '2.9',
    async run({ anyone }) {
      const reply = await anyone.get('/');
      expectStatus(reply, 303);
      expectRule(reply, reply.headers.get('location'), /\/docs$/, 'Location');
      const docs = await anyone.get('/docs');
      expectStatus(docs, 200);
      expectRule(docs, docs.headers.get('content-type'), /^text\/html/, 'Content-Type');
    },
  },
  {
    name: 'an unknown path is 404 "Not Found", a wrong method 405',
    section: '0',
    async run({ anyone }) {
      const reply = await anyone.get('/no-such-path');
      expectRule(reply, expectRefusal(reply, 404).detail, ['Not Found'], 'detail');
      expectStatus(await anyone.send('DELETE', '/version'), 405);
    },
  },
  {
    name: 'a missing thing is 404 "Not found", with a small f',
    section: '0',
    async run({ anyone }) {
      for (const path of [
        '/jobs/nmdc:sys0nosuchjob00',
        '/workflows/no-such',
        '/sites/no-such',
        '/objects/no-such',
      ]) {
        const reply = await anyone.get(path);
        expectRule(reply, expectRefusal(reply, 404).detail, ['Not found'], 'detail');
      }
    },
  },
  {
    name: 'without a token, or with a bad one, 401 names Bearer',
    section: '0',
    async run({ anyone }) {
      for (const authorization of ['', 'Bearer nonsense', 'Basic bm9ib2R5Og==']) {
        const headers: Record<string, string> = authorization ? { authorization } : {};
        const reply = await anyone.post('/jobs', { workflow: { id: 'test' }, config: {} }, headers);
        expectRefusal(reply, 401);
        expectRule(reply, reply.headers.get('www-authenticate'), ['Bearer'], 'WWW-Authenticate');
      }
    },
  },
  {
    name: 'public reads pass over any Authorization',
    section: '0',
    lines: [9],
    async run({ anyone }) {
      for (const authorization of ['Bearer nonsense', 'Basic bm9ib2R5Og==', 'nonsense'])
        for (const path of ['/workflows', '/objects', '/operations', '/sites'])
          expectStatus(await anyone.get(path, {}, { authorization }), 200);
    },
  },
  {
    name: 'a slash at the end works, once it is followed',
    section: '0',
    lines: [9],
    async run({ anyone }) {
      for (const path of ['/jobs', '/workflows', '/object_types']) {
        const reply = await anyone.get(`${path}/`, { max_page_size: 1 });
        expectStatus(reply, 200, 307);
        if (reply.status === 200) continue;
        const to = new URL(reply.headers.get('location') ?? '', 'http://x');
        expectRule(reply, to.pathname + to.search, [`${path}?max_page_size=1`], 'Location');
      }
    },
  },
  {
    name: 'unknown parameters of a query are ignored, also of a read by id',
    section: '0',
    lines: [9],
    async run({ anyone }) {
      expectStatus(await anyone.get('/workflows/test', { max_page_size: 1000, nonsense: 'x' }), 200);
      expectStatus(await anyone.get('/jobs', { nonsense: 'x', max_page_size: 1 }), 200);
    },
  },
  {
    name: 'a query of 60 kB works',
    section: '0',
    lines: [9],
    async run({ anyone }) {
      const ids = Array.from({ length: 1500 }, (_, n) => `nmdc:conformance-${n}-0123456789abcdef`);
      const reply = await anyone.get('/jobs', { filter: JSON.stringify({ id: { $in: ids } }) });
      const { resources } = expectObject(reply, 200);
      expectThat(
        reply.call,
        'no job of these ids',
        Array.isArray(resources) && resources.length === 0,
        resources,
      );
    },
  },
];
