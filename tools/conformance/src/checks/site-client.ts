import type { Check } from '../check';
import type { Json } from '../caller';
import {
  expectList,
  expectObject,
  expectRefusal,
  expectSame,
  expectShape,
  expectStatus,
} from '../expectations';
import { NotTried } from '../outcome';
import { accessUrl, drsObject, drsObjectWithTypes } from '../shapes/objects';

/** What the reference's own site client sends (contract 8.4). */
export const siteClientChecks: Check[] = [
  {
    name: 'types: GET, then PUT of the union',
    section: '8.4',
    needs: ['site'],
    async run(stage) {
      const path = `/objects/${stage.take('object')}/types`;
      const before = (expectList(await stage.site.get(path)) as Json[]).map(({ id }) => String(id));
      const body = [...new Set([...before, 'test'])];
      const reply = await stage.site.send('PUT', path, { body });
      expectSame(reply.call, expectShape(reply, 200, drsObjectWithTypes, 'FULL').types, body, 'types');
    },
  },
  {
    name: 'an object with its token: id, self_uri, checksums, created_time, size, access_methods',
    section: '8.4',
    needs: ['site'],
    async run(stage) {
      const shape = { ...drsObject, must: { ...drsObject.must, access_methods: 'list' as const } };
      expectShape(await stage.site.get(`/objects/${stage.take('object')}`), 200, shape, 'SET');
    },
  },
  {
    name: 'operations with its token, page by page until no token is left',
    section: '8.4',
    lines: [4],
    needs: ['site'],
    async run(stage) {
      const ids = [stage.take('operation'), stage.take('claimed')];
      const filter = JSON.stringify({ id: { $in: ids } });
      const found = await stage.site.all('/operations', { filter, max_page_size: 1 });
      expectSame(
        'GET /operations',
        found.map(({ id }) => id),
        ids.sort(),
        'ids',
      );
    },
  },
  {
    name: 'putObject, getObjectLink: 404 of no site; 403 of any but the runtime’s own',
    section: '2.2',
    needs: ['site'],
    async run({ site, siteLogin: { siteId } }) {
      const body = { mime_type: 'application/json', name: 'x.json' };
      expectRefusal(await site.post('/sites/no-such-site:putObject', body), 403, 404);
      const reply = await site.post(`/sites/${siteId}:putObject`, body);
      if (reply.status === 501) throw new NotTried('this gateway has no object store');
      if (reply.status === 403) {
        const method = { type: 'https', access_id: 'x' };
        expectRefusal(await site.post(`/sites/${siteId}:getObjectLink`, method), 403);
        return;
      }
      const { metadata, done } = expectObject(reply, 200) as { metadata: Json; done: unknown };
      const access_id = `${siteId}:${String(metadata.object_id)}`;
      expectSame(reply.call, [done, metadata.site_id, metadata.expires_in_seconds], [false, siteId, 300]);
      const link = await site.post(`/sites/${siteId}:getObjectLink`, { type: 'https', access_id });
      expectShape(link, 200, accessUrl, 'FULL');
    },
  },
  {
    name: 'whatever is not 2xx raises: reads of what is there are 200',
    section: '8.4',
    needs: ['site'],
    async run(stage) {
      for (const path of ['/jobs', '/objects', '/operations', `/jobs/${stage.take('postedJob')}`])
        expectStatus(await stage.site.get(path), 200);
    },
  },
];
