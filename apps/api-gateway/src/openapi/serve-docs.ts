import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { ROUTES } from '@callboard/contracts';
import type { FastifyInstance } from 'fastify';
import { CALLBOARD_VERSION } from '../system/versions';
import { openApiDocument } from './openapi-document';

const ASSETS: Record<string, string> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

/** Addresses are relative, so that the page works behind a proxy's path prefix too. */
const PAGE = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Callboard</title>
<link rel="stylesheet" href="./docs/swagger-ui.css">
</head>
<body>
<div id="routes"><p>Callboard: the routes are described in <a href="./openapi.json">openapi.json</a>.</p></div>
<script src="./docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: './openapi.json', dom_id: '#routes', deepLinking: true });</script>
</body>
</html>
`;

/** Serves the document at /openapi.json and as a page at /docs (contract 2.9). */
export function serveDocs(server: FastifyInstance): void {
  const document = JSON.stringify(openApiDocument(ROUTES, CALLBOARD_VERSION));
  server.get('/openapi.json', (_request, reply) => reply.type('application/json').send(document));
  server.get('/docs', (_request, reply) => reply.type('text/html; charset=utf-8').send(PAGE));
  const folder = swaggerUiFolder();
  for (const [file, type] of Object.entries(ASSETS)) {
    server.get(`/docs/${file}`, (_request, reply) =>
      reply
        .type(type)
        .header('Cache-Control', 'public, max-age=86400')
        .send(createReadStream(join(folder, file))),
    );
  }
}

/** The files of Swagger UI are sent as they are; nothing of them is loaded into this process. */
function swaggerUiFolder(): string {
  return dirname(require.resolve('swagger-ui-dist/package.json'));
}
