import { createHash } from 'node:crypto';
import type { Check } from '../check';
import type { Json } from '../caller';
import {
  expectFault,
  expectList,
  expectPage,
  expectRefusal,
  expectRule,
  expectSame,
  expectShape,
  expectStatus,
  expectMissing,
} from '../expectations';
import { drsObject, storedObject } from '../shapes/objects';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a site registers; the checksum is that of its name, as no two objects may share one. */
export function objectIn(name: string): Json {
  return {
    name,
    description: `made by ${name}`,
    size: 12,
    created_time: '2026-01-02T03:04:05.678Z',
    checksums: [{ type: 'sha256', checksum: sha256(name) }],
    access_methods: [{ type: 'https', access_url: { url: `https://data.example.org/${name}` } }],
  };
}

/** Bodies that break one rule, and the place of the fault (contract 1.1). */
const BROKEN: [change: Json, loc: (string | number)[]][] = [
  [{ checksums: [] }, ['body', 'checksums']],
  [{ size: '12' }, ['body', 'size']],
  [{ size: -1 }, ['body', 'size']],
  [{ mime_type: 'nonsense' }, ['body', 'mime_type']],
  [{ name: 'a b' }, ['body', 'name']],
  [{ checksums: [{ type: 'crc', checksum: 'x' }] }, ['body', 'checksums', 0, 'type']],
];

/** Objects (contract 2.4). */
export const objectChecks: Check[] = [
  {
    name: 'POST /objects: 201, FULL, an id of its own and not the one sent, fields as sent',
    section: '2.4',
    lines: [8, 10],
    needs: ['site'],
    async run(stage) {
      const body = objectIn(stage.mark);
      const sent = { ...body, id: 'mine', self_uri: 'drs://mine/mine', unknown: 'ignored' };
      const reply = await stage.site.post('/objects', sent);
      const { id, name, size, checksums, mime_type } = expectShape(reply, 201, drsObject, 'FULL');
      stage.leaves(`object ${String(id)}`);
      expectSame(
        reply.call,
        { name, size, checksums },
        { name: body.name, size: body.size, checksums: body.checksums },
      );
      expectRule(reply, mime_type, [null], 'mime_type');
      expectSame(reply.call, id === 'mine', false, 'id is the one sent');
      stage.put('object', String(id));
    },
  },
  {
    name: 'POST /objects: 409 for a checksum that is registered',
    section: '2.4',
    needs: ['site'],
    async run(stage) {
      stage.take('object');
      expectRefusal(await stage.site.post('/objects', objectIn(stage.mark)), 409);
    },
  },
  {
    name: 'POST /objects: 422 names the place of each fault',
    section: '1.1',
    needs: ['site'],
    async run({ site, mark }) {
      for (const [change, loc] of BROKEN)
        expectFault(await site.post('/objects', { ...objectIn(`${mark}-broken`), ...change }), loc);
      const bare: Json = objectIn(`${mark}-bare`);
      delete bare.access_methods;
      expectStatus(await site.post('/objects', bare), 422);
      expectStatus(await site.post('/objects', '{"name": '), 422);
    },
  },
  {
    name: 'GET /objects/{id}: SET, without types',
    section: '2.4',
    async run(stage) {
      const reply = await stage.anyone.get(`/objects/${stage.take('object')}`);
      expectShape(reply, 200, { ...drsObject, never: ['types', '_mgr_site'] }, 'SET');
    },
  },
  {
    name: 'GET /objects/{id}: 422 for an id with a colon, 404 for an unknown one',
    section: '2.4',
    async run({ anyone }) {
      expectFault(await anyone.get('/objects/nmdc:sys0nosuch'), ['path', 'object_id']);
      expectMissing(await anyone.get('/objects/sys0nosuch'));
    },
  },
  {
    name: 'GET /objects: as stored, found by a filter, null after the last page',
    section: '2.4',
    lines: [4],
    async run(stage) {
      const filter = JSON.stringify({ id: stage.take('object') });
      const reply = await stage.anyone.get('/objects', { filter });
      const [found] = expectPage(reply, storedObject, 'RAW', 'null');
      expectRule(reply, found?._mgr_site, [stage.siteLogin.siteId], 'resources[0]._mgr_site');
    },
  },
  {
    name: 'PATCH /objects/{id}: a whole body, given back FULL; a part of one is 422 or taken',
    section: '2.4',
    needs: ['site'],
    async run(stage) {
      const id = stage.take('object');
      const body = { ...objectIn(stage.mark), description: 'changed' };
      const reply = await stage.site.send('PATCH', `/objects/${id}`, { body });
      expectRule(reply, expectShape(reply, 200, drsObject, 'FULL').description, ['changed'], 'description');
      expectMissing(await stage.site.send('PATCH', '/objects/sys0nosuch', { body }));
    },
  },
  {
    name: 'PUT types: 400 for an unknown one; none of an object that has none',
    section: '2.4',
    needs: ['site'],
    async run(stage) {
      const path = `/objects/${stage.take('object')}/types`;
      expectRefusal(await stage.site.send('PUT', path, { body: ['no-such-type'] }), 400);
      const reply = await stage.anyone.get(path);
      expectSame(reply.call, expectList(reply), []);
      expectMissing(await stage.anyone.get('/objects/sys0nosuch/types'));
    },
  },
  {
    name: 'GET access: 404 for an access id that the object does not name',
    section: '2.4',
    async run(stage) {
      expectMissing(await stage.anyone.get(`/objects/${stage.take('object')}/access/no-such`));
    },
  },
  {
    name: 'GET /ga4gh/drs/v1/objects/{id}: the object, or 303 to it',
    section: '2.4',
    async run(stage) {
      const id = stage.take('object');
      const reply = await stage.anyone.get(`/ga4gh/drs/v1/objects/${id}`);
      expectStatus(reply, 200, 303);
      if (reply.status === 303)
        expectRule(reply, reply.headers.get('location'), new RegExp(`/objects/${id}$`), 'Location');
      else expectShape(reply, 200, drsObject, 'SET');
      // 400 is the word of GA4GH DRS for it.
      expectStatus(await stage.anyone.get('/ga4gh/drs/v1/objects/a:b'), 400, 422);
    },
  },
];
