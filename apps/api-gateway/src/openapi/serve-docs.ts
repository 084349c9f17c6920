import { createReadStream } from 'node:fs';
import { dirname, join } from 'node:path';
import { EVENTS, REQUESTS, ROUTES } from '@callboard/contracts';
import type { FastifyInstance } from 'fastify';
import { CALLBOARD_VERSION } from '../system/versions';
import { asyncApiDocument } from './asyncapi/asyncapi-document';
import { eventsPage } from './events-page/events-page';
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
<p style="margin: 1rem auto; max-width: 1420px; padding: 0 20px; font-family: sans-serif">
Beside these routes: <a href="./docs/events">requests and events on the broker</a>.</p>
<div id="routes"><p>Callboard: the routes are described in <a href="./openapi.json">openapi.json</a>.</p></div>
<script src="./docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: './openapi.json', dom_id: '#routes', deepLinking: true });</script>
</body>
</html>
`;

const HTML = 'text/html; charset=utf-8';

/**
 * Serves what is said over HTTP at /openapi.json and as a page at /docs (contract 2.9), and what is said on the broker
 * at /asyncapi.json and as a page at /docs/events.
 */
export function serveDocs(server: FastifyInstance): void {
  const routes = madeOnce(() => JSON.stringify(openApiDocument(ROUTES, CALLBOARD_VERSION)));
  const language = madeOnce(() =>
    asyncApiDocument({ requests: REQUESTS, events: EVENTS }, CALLBOARD_VERSION),
  );
  const languageText = madeOnce(() => JSON.stringify(language()));
  const languagePage = madeOnce(() => eventsPage(language()));
  server.get('/openapi.json', (_request, reply) => reply.type('application/json').send(routes()));
  server.get('/asyncapi.json', (_request, reply) => reply.type('application/json').send(languageText()));
  server.get('/docs', (_request, reply) => reply.type(HTML).send(PAGE));
  server.get('/docs/events', (_request, reply) => reply.type(HTML).send(languagePage()));
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

/** Made when it is first asked for: most processes are never asked. */
function madeOnce<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** The files of Swagger UI are sent as they are; nothing of them is loaded into this process. */
function swaggerUiFolder(): string {
  return dirname(require.resolve('swagger-ui-dist/package.json'));
}
