import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES } from '@callboard/contracts';
import { CALLBOARD_VERSION } from '../system/versions';
import { faultsOfOpenApi } from './official-schemas.builder';
import { openApiDocument } from './openapi-document';

const root = join(__dirname, '../../../..');
const document = openApiDocument(ROUTES, CALLBOARD_VERSION);
const text = JSON.stringify(document);

describe('the OpenAPI document', () => {
  it('is what docs/openapi.json holds (else: npm run generate)', () => {
    const committed: unknown = JSON.parse(readFileSync(join(root, 'docs/openapi.json'), 'utf8'));
    expect(committed).toEqual(JSON.parse(text));
  });

  it('has the version of package.json', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(document.info.version).toBe(version);
  });

  it('is valid by the official schema, which finds what is wrong', () => {
    expect(faultsOfOpenApi(JSON.parse(text))).toEqual([]);
    const wrong = JSON.parse(text.replace('"type":"object"', '"type":"thing"')) as unknown;
    expect(faultsOfOpenApi(wrong)).not.toEqual([]);
    expect(faultsOfOpenApi({ ...document, paths: { jobs: {} } })).not.toEqual([]);
  });

  it('shows every route of the table', () => {
    const shown = Object.values(document.paths).flatMap((methods) => Object.keys(methods));
    expect(shown).toHaveLength(Object.keys(ROUTES).length);
  });

  it('refers to nothing that it does not hold', () => {
    // An example may be a JSON Schema, and then refers to parts of its own.
    const plain = JSON.stringify(document, (key, value: unknown) => (key === 'example' ? undefined : value));
    for (const [, reference] of plain.matchAll(/"\$ref":"([^"]+)"/g)) {
      const [, section, name] = /^#\/components\/(\w+)\/(\w+)$/.exec(reference ?? '') ?? [];
      expect(document.components[section ?? '']).toHaveProperty(name ?? '');
    }
    expect(plain).not.toContain('$defs');
  });

  it('tells auth, parameters, body, replies and refusals of a route', () => {
    expect(document.paths['/objects/{object_id}/types']?.put).toMatchObject({
      operationId: 'tagObject',
      security: [{ bearer: [] }],
      parameters: [
        { name: 'object_id', in: 'path', required: true },
        { name: 'Callboard-Operation', in: 'header', required: false },
        { name: 'Idempotency-Key', in: 'header', required: false, schema: { minLength: 1, maxLength: 255 } },
      ],
      requestBody: { content: { 'application/json': { example: ['test'], schema: { type: 'array' } } } },
      responses: { 200: {}, 400: {}, 401: {}, 403: {}, 404: {}, 422: {}, 503: {} },
    });
    expect(document.paths['/jobs']?.get).toMatchObject({
      parameters: expect.arrayContaining([
        {
          name: 'max_page_size',
          in: 'query',
          required: false,
          schema: { type: 'integer', description: '20 unless given; below 1 for all' },
          example: '20',
        },
      ]),
    });
    expect(document.paths['/admin/site_clients/{client_id}']?.patch).toMatchObject({
      requestBody: { content: { 'application/json': { schema: { additionalProperties: false } } } },
      responses: { 200: {}, 204: { description: expect.stringMatching(/secret/) } },
    });
    expect(document.paths['/token']?.post).toMatchObject({
      requestBody: { content: { 'application/x-www-form-urlencoded': {} } },
    });
  });
});
