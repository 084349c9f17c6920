import { existsSync, readFileSync } from 'node:fs';
import { shipped } from '../../built';

export type Json = Record<string, unknown>;
export type Submission = Record<string, Json[]>;

/** What the demo hands in. */
export interface DemoDocuments {
  readonly from: string;
  /** The schema that they fit, where it is not the one that is shipped. */
  readonly schema: Json | undefined;
  readonly whole: Submission;
  /** Handed in after it, as an object with a type. */
  readonly more: Submission;
  readonly broken: Submission;
}

const SHARED = shipped('..', 'shared', 'nmdc');

/** The full schema and published documents where they stand beside the repository, else those that are shipped. */
export function demoDocuments(): DemoDocuments {
  if (existsSync(SHARED)) return published();
  const folder = shipped('examples', 'metadata');
  const whole = read(`${folder}/submission.json`);
  const broken = read(`${folder}/broken-submission.json`);
  return { from: 'examples/metadata', schema: undefined, whole, more: oneMore(whole), broken };
}

function published(): DemoDocuments {
  const samples = read(`${SHARED}/valid/Database-biosamples-minimal.json`);
  const studies = read(`${SHARED}/valid/Database-study-set-with-dois.json`);
  const [study] = studies.study_set ?? [];
  // The samples name a study that is not published with them: another published one takes its place.
  const [id] = (samples.biosample_set?.[0]?.associated_studies ?? []) as string[];
  const whole = {
    study_set: [{ ...study, id }],
    ...samples,
    ...read(`${SHARED}/valid/Database-instrument_set.json`),
  };
  const broken = read(`${SHARED}/invalid/Database-Biosample-missing_longitude.json`);
  const schema = JSON.parse(readFileSync(`${SHARED}/nmdc.schema.json`, 'utf8')) as Json;
  return { from: SHARED, schema, whole, more: oneMore(whole), broken };
}

/** One sample more of the same study. */
const oneMore = ({ biosample_set = [] }: Submission): Submission => ({
  biosample_set: [{ ...biosample_set[0], id: 'nmdc:bsm-11-demo1', name: 'one more sample' }],
});

const read = (file: string): Submission => JSON.parse(readFileSync(file, 'utf8')) as Submission;
