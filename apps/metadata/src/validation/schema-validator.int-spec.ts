import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from '../domain/schema/json-schema';
import type { DocumentToCheck } from '../use-cases/schema-validation';
import { SchemaValidator } from './schema-validator';

const FOLDER = join(__dirname, '../../../../../shared/nmdc');
const isThere = existsSync(FOLDER);
if (!isThere) process.stderr.write('skipped: the full schema, as its folder is not there\n');
const whenThere = isThere ? describe : describe.skip;

const readJson = (...path: string[]): JsonSchema =>
  JSON.parse(readFileSync(join(FOLDER, ...path), 'utf8')) as JsonSchema;
const namesIn = (folder: string): string[] => (isThere ? readdirSync(join(FOLDER, folder)) : ['none']);

const REFUSALS: Record<string, string[]> = {
  'Database-Biosample-invalid_id.json': [
    "'nmdc:local' does not match '^(nmdc):bsm-([0-9][a-z]{0,6}[0-9])-([A-Za-z0-9]{1,})$' in /biosample_set/0/id",
  ],
  'Database-Biosample-missing_longitude.json': [
    "'longitude' is a required property in /biosample_set/0/lat_lon",
  ],
  'Database-Isolation-bad-output.json': [
    "'nmdc:bsm-99-zfx29q' does not match '^(nmdc):(osm)-([0-9][a-z]{0,6}[0-9])-([A-Za-z0-9]{1,})$' in /material_processing_set/0/has_output/0",
  ],
  'Database-MetabolomicsAnalysis-no_metabolomics_category.json': [
    "'metabolomics_analysis_category' is a required property in /workflow_execution_set/0",
  ],
  'Database-ReadQcAnalysisActivity-invalid.json': [
    "'has_output' is a required property in /workflow_execution_set/0",
  ],
  'Database-WorkflowExecution-was-informed-by-not-a-list.json': [
    "'processing_institution' is a required property in /workflow_execution_set/0",
    "Additional properties are not allowed ('processing_execution' was unexpected) in /workflow_execution_set/0",
    "'nmdc:dgns-11-2398d4' is not of type 'array' in /workflow_execution_set/0/was_informed_by",
  ],
};

whenThere('the full schema', () => {
  let validator: SchemaValidator;
  beforeAll(() => {
    validator = new SchemaValidator(readJson('nmdc.schema.json'));
    validator.compileAll();
  });

  const findingsOf = (folder: string, name: string): string[] => {
    const documents = Object.entries(readJson(folder, name)).flatMap(
      ([collection, list]): DocumentToCheck[] =>
        Array.isArray(list) ? list.map((document: unknown, place) => ({ collection, place, document })) : [],
    );
    return validator.check(documents).flatMap(({ findings }) => findings);
  };

  it.each(namesIn('valid'))('accepts %s', (name) => {
    expect(findingsOf('valid', name)).toEqual([]);
  });

  it.each(namesIn('invalid'))('refuses %s, and says why and where', (name) => {
    expect(findingsOf('invalid', name)).toEqual(REFUSALS[name]);
  });

  it.each([
    ['none', {}, "'has_unit' is a required property in /biosample_set/0/depth"],
    ['one that there is not', { has_unit: 'furlong' }, "'furlong' is not one of ["],
  ])('wants a quantity to have a unit: %s', (_, unit, finding) => {
    const { biosample_set } = readJson('valid', 'Database-biosamples-minimal.json') as {
      biosample_set: JsonSchema[];
    };
    const depth = { type: 'nmdc:QuantityValue', has_numeric_value: 1, ...unit };
    const document = { ...biosample_set[0], depth };
    const [checked] = validator.check([{ collection: 'biosample_set', place: 0, document }]);
    expect(checked?.findings).toEqual([expect.stringContaining(finding)]);
  });
});
