import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SchemaValidator } from '../../validation/schema-validator';
import { DATA_OBJECTS, EXECUTIONS, SUPERSEDED_BY } from '../executions';
import { readDatabaseSchema } from '../schema/database-schema';
import type { JsonSchema } from '../schema/json-schema';
import { typesWithSlot } from '../schema/types-with-slot';
import { SHIPPED_SCHEMA } from './shipped-schema';

const ROOT = join(__dirname, '../../../../..');
const FULL = join(ROOT, '../shared/nmdc/nmdc.schema.json');
const readJson = (path: string): JsonSchema => JSON.parse(readFileSync(path, 'utf8')) as JsonSchema;
const example = (name: string): JsonSchema => readJson(join(ROOT, 'examples/metadata', name));

const findings = (validator: SchemaValidator, whole: JsonSchema): string[] =>
  Object.entries(whole).flatMap(([collection, list]) => {
    const documents = (list as unknown[]).map((document, place) => ({ collection, place, document }));
    return validator.check(documents).flatMap((each) => each.findings);
  });

/** What `type` says in executions and files. */
function superseded(schema: JsonSchema): (string | undefined)[] {
  const { collections, classes } = readDatabaseSchema(schema);
  const stand = [...classes.keys()].filter((name) =>
    [EXECUTIONS, DATA_OBJECTS].some((collection) => collections.get(collection)?.includes(name)),
  );
  return stand.map((name) => classes.get(name)?.type);
}

describe('the schema that is shipped', () => {
  const validator = new SchemaValidator(SHIPPED_SCHEMA);
  validator.compileAll();

  it('accepts the example of a submission', () => {
    expect(findings(validator, example('submission.json'))).toEqual([]);
  });

  it('says what is wrong with the broken one', () => {
    expect(findings(validator, example('broken-submission.json'))).toEqual([
      "'sty-11-lake02' does not match '^(nmdc):sty-([0-9][a-z]{0,6}[0-9])-([A-Za-z0-9]{1,})$' in /study_set/0/id",
      "'env_medium' is a required property in /biosample_set/0",
    ]);
  });

  it('knows a class for whatever a slot may name', () => {
    const classes = [...validator.schema.classes.values()];
    const known = new Set(classes.flatMap(({ codes }) => codes));
    const named = classes.flatMap(({ slots }) => slots.flatMap(({ names }) => names));
    expect(named.length).toBeGreaterThan(20);
    expect([...new Set(named)].filter((code) => !known.has(code))).toEqual([]);
  });

  it('lets every execution, and every file, say what it is superseded by', () => {
    expect(typesWithSlot(SHIPPED_SCHEMA, SUPERSEDED_BY)).toEqual(superseded(SHIPPED_SCHEMA));
  });

  const whenThere = existsSync(FULL) ? it : it.skip;
  if (!existsSync(FULL)) process.stderr.write('skipped: the full schema, as its folder is not there\n');
  whenThere('asks for what the full schema takes too', () => {
    expect(findings(new SchemaValidator(readJson(FULL)), example('submission.json'))).toEqual([]);
  });
  whenThere('lets them say so as the full schema does', () => {
    const full = readJson(FULL);
    expect(typesWithSlot(full, SUPERSEDED_BY)).toEqual(expect.arrayContaining(superseded(full)));
  });
});
