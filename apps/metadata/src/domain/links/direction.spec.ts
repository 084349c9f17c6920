import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { collectionsOfCodes, readDatabaseSchema } from '../schema/database-schema';
import type { JsonSchema } from '../schema/json-schema';
import { collectionsOfProcesses, typesOfKind } from '../schema/kinds';
import { SHIPPED_SCHEMA } from '../shipped-schema/shipped-schema';
import { directionOf, linkingSlots, namedBy, namedCollections } from './direction';

const shipped = readDatabaseSchema(SHIPPED_SCHEMA);
const FILE = join(__dirname, '../../../../../../shared/nmdc/nmdc.schema.json');

describe('links between documents', () => {
  it('lead upstream, but for the slots that name what came of a document', () => {
    expect(
      ['has_input', 'was_informed_by', 'associated_studies', 'in.was_generated_by'].map(directionOf),
    ).toEqual(Array(4).fill('upstream'));
    expect(['has_output', 'superseded_by', 'generates_calibration'].map(directionOf)).toEqual(
      Array(3).fill('downstream'),
    );
  });

  it('are read from the slots of the schema', () => {
    const document = { type: 'nmdc:ReadQcAnalysis', has_input: ['i'], has_output: ['o'], name: 'n' };
    const execution = { id: 'x', collection: 'workflow_execution_set', type: document.type, document };
    expect(namedBy(shipped, execution)).toEqual({ upstream: ['i'], downstream: ['o'] });
    expect(linkingSlots(shipped)).toEqual(
      expect.arrayContaining(['type', 'was_generated_by', 'superseded_by']),
    );
  });

  it('are not looked for where no slot leads', () => {
    const named = namedCollections(shipped, 'downstream', (codes) => collectionsOfCodes(shipped, codes));
    expect([...named].sort()).toEqual(['data_object_set', 'workflow_execution_set']);
  });
});

describe('kinds of documents', () => {
  const within = existsSync(FILE) ? describe : describe.skip;
  within('of the full schema', () => {
    const full = readDatabaseSchema(JSON.parse(readFileSync(FILE, 'utf8')) as JsonSchema);

    it('include those of the classes below', () => {
      expect(typesOfKind(full, 'nmdc:Study')).toEqual(['nmdc:Study']);
      expect(typesOfKind(full, 'nmdc:WorkflowExecution')).toContain('nmdc:ReadQcAnalysis');
      expect(typesOfKind(full, 'nmdc:WorkflowExecution')).not.toContain('nmdc:NucleotideSequencing');
      expect(typesOfKind(full, 'nmdc:PlannedProcess')).toContain('nmdc:NucleotideSequencing');
      expect(typesOfKind(full, 'nmdc:PlannedProcess')).not.toContain('nmdc:Biosample');
      expect(typesOfKind(full, 'nmdc:Soup')).toBeUndefined();
    });

    it('that are processes stand in these collections', () => {
      expect(collectionsOfProcesses(full)).toEqual([
        'collecting_biosamples_from_site_set',
        'data_generation_set',
        'material_processing_set',
        'storage_process_set',
        'workflow_execution_set',
      ]);
    });
  });
});
