import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROUTES } from '@callboard/contracts';
import { CALLBOARD_VERSION } from '../system/versions';
import { openApiDocument } from './openapi-document';

/** Writes docs/openapi.json of the repository that it is run in; a test holds the file to the table. */
const file = join(process.cwd(), 'docs', 'openapi.json');
writeFileSync(file, `${JSON.stringify(openApiDocument(ROUTES, CALLBOARD_VERSION), null, 2)}\n`);
process.stdout.write(`wrote ${file}\n`);
