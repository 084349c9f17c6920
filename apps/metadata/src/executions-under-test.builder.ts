import {
  type Caller,
  getDocument,
  getDocumentHistory,
  insertExecutions,
  type MetadataDocument,
  removeExecution,
} from '@callboard/contracts';
import type { MetadataUnderTest, Submitted } from './metadata-under-test.builder';

const ALLOWED = ['/metadata/json:submit', '/queries:run(query_cmd:DeleteCommand)'];
export const ADA: Caller = { kind: 'user', username: 'ada', administers: [], allowances: ALLOWED };

const STARTED = { started_at_time: '2025-07-01T08:00:00Z', execution_resource: 'NERSC-Perlmutter' };
const ORIGIN = { git_url: 'https://git.example.org/asm', was_informed_by: ['nmdc:dgns-11-read01'] };

/** A file, by the local part of its id. */
export const file = (local: string) => ({
  id: `nmdc:dobj-11-${local}`,
  type: 'nmdc:DataObject',
  name: `${local}.fasta`,
  description: `The file ${local}`,
});

/** A run that makes files of files; `local` is the rest of its id, such as `lake.1`. */
export const assembly = (local: string, inputs: string[], outputs: string[], more: object = {}) => ({
  id: `nmdc:wfmgas-11-${local}`,
  type: 'nmdc:MetagenomeAssembly',
  name: local,
  ...STARTED,
  ...ORIGIN,
  has_input: inputs.map((each) => `nmdc:dobj-11-${each}`),
  has_output: outputs.map((each) => `nmdc:dobj-11-${each}`),
  ...more,
});

export const annotation = (local: string, inputs: string[], outputs: string[]) => ({
  ...assembly(local, inputs, outputs),
  id: `nmdc:wfmgan-11-${local}`,
  type: 'nmdc:MetagenomeAnnotation',
});

/** The run `base.N` with one file of its own, made of the reads of the example. */
export const oneRun = (base: string, n: number): Submitted => ({
  data_object_set: [file(`${base}x${n}`)],
  workflow_execution_set: [assembly(`${base}.${n}`, ['raw001'], [`${base}x${n}`])],
});

/** What is asked of executions. */
export class ExecutionsUnderTest {
  constructor(readonly world: MetadataUnderTest) {}

  async insert(submitted: Submitted, caller: Caller = ADA, operation_id?: string): Promise<number> {
    const submission_id = await this.world.stage(submitted, caller);
    return (await this.world.ask(insertExecutions, { submission_id, operation_id }, caller)).documents;
  }

  remove(id: string, caller: Caller = ADA) {
    return this.world.ask(removeExecution, { id }, caller);
  }

  async read(id: string): Promise<MetadataDocument> {
    return (await this.world.ask(getDocument, { id })).document;
  }

  async versions(id: string): Promise<number> {
    return (await this.world.ask(getDocumentHistory, { id, after: 0, limit: 100 })).items.length;
  }

  isThere(id: string): Promise<boolean> {
    return this.read(id).then(
      () => true,
      () => false,
    );
  }

  /** What each run \`base.N\` and its file say they are superseded by, by number. */
  async chain(base: string, ...numbers: number[]): Promise<unknown[]> {
    const of = async (id: string) => (await this.read(id)).superseded_by ?? null;
    return Promise.all(
      numbers.map(async (n) => [
        await of(`nmdc:wfmgas-11-${base}.${n}`),
        await of(`nmdc:dobj-11-${base}x${n}`),
      ]),
    );
  }
}
