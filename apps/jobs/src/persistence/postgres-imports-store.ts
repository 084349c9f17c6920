import type { ImportAnswer, ImportedWorkflow } from '@callboard/contracts';
import {
  Database,
  type ImportedRecord,
  importOutcomes,
  placed,
  type Transaction,
} from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { ImportsStore, JobToImport } from '../use-cases/imports-store';
import { jobToInsert } from './imported-job';
import {
  IMPORT_JOBS,
  IMPORT_WORKFLOWS,
  JOBS_OF_OPERATIONS,
  type JobToInsert,
  KNOWN_WORKFLOWS,
} from './imports.sql';
import { admitWorkflows } from './job-creation';

type Prepared = JobToInsert | ImportAnswer;

/** Workflows and jobs of another runtime. No event tells of them: no sensor is to start from what happened elsewhere. */
@Injectable()
export class PostgresImportsStore implements ImportsStore {
  constructor(private readonly database: Database) {}

  async workflows(workflows: readonly ImportedWorkflow[]): Promise<ImportAnswer[]> {
    return importOutcomes(await this.database.query<ImportedRecord>(IMPORT_WORKFLOWS, [placed(workflows)]));
  }

  jobs(jobs: readonly JobToImport[], who: string): Promise<ImportAnswer[]> {
    const read = jobs.map(jobToInsert);
    return this.database.transaction(async (tx) => {
      const known = await knownWorkflows(tx, new Set(read.filter(isJob).map((job) => job.workflow_id)));
      const owners = await ownersOfClaims(tx, read.filter(isJob));
      const prepared = read.map((job) => (isJob(job) ? admitted(job, known, owners) : job));
      const sound = prepared.filter(isJob);
      const answers = importOutcomes(await tx.query<ImportedRecord>(IMPORT_JOBS, [placed(sound), who]));
      const byJob = new Map<Prepared, ImportAnswer | undefined>(sound.map((job, at) => [job, answers[at]]));
      return prepared.map((each) => (isJob(each) ? answerOf(byJob.get(each)) : each));
    });
  }
}

const isJob = (prepared: Prepared): prepared is JobToInsert => 'workflow_id' in prepared;

async function knownWorkflows(tx: Transaction, named: ReadonlySet<string>): Promise<ReadonlySet<string>> {
  const read = async (): Promise<Set<string>> =>
    new Set((await tx.query<{ id: string }>(KNOWN_WORKFLOWS, [[...named]])).map(({ id }) => id));
  const known = await read();
  if (known.size === named.size) return known;
  await admitWorkflows(tx, new Set([...named].filter((id) => !known.has(id))));
  return read();
}

/** Which job each operation is a claim of: as it is here, else the first one that names it. */
async function ownersOfClaims(
  tx: Transaction,
  jobs: readonly JobToInsert[],
): Promise<ReadonlyMap<string, string>> {
  const named = [...jobs]
    .reverse()
    .flatMap(({ id, claims }) => claims.map((one) => [one.operation_id, id] as const));
  const owners = new Map(named);
  const rows = await tx.query<{ operation_id: string; job_id: string }>(JOBS_OF_OPERATIONS, [
    [...owners.keys()],
  ]);
  for (const { operation_id, job_id } of rows) owners.set(operation_id, job_id);
  return owners;
}

function admitted(
  job: JobToInsert,
  workflows: ReadonlySet<string>,
  owners: ReadonlyMap<string, string>,
): Prepared {
  if (!workflows.has(job.workflow_id))
    return refused(
      'too-many-workflows',
      `no further unregistered workflow is kept: register ${JSON.stringify(job.workflow_id)}`,
    );
  const seen = new Set<string>();
  for (const { operation_id: operation } of job.claims) {
    const owner = owners.get(operation);
    if (owner !== job.id || seen.has(operation))
      return refused('already-exists', `the operation ${operation} is another claim of the job ${owner}`);
    seen.add(operation);
  }
  return job;
}

const refused = (code: string, message: string): ImportAnswer => ({ outcome: 'refused', code, message });

function answerOf(answer: ImportAnswer | undefined): ImportAnswer {
  if (answer === undefined) throw new Error('a job was left without an answer');
  return answer;
}
