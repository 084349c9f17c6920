import { existsSync, readFileSync } from 'node:fs';
import { shipped } from '../../../dev-stack/src/built';

type Json = Record<string, unknown>;

/** What documents are made of: a study, and a biosample that is copied. */
export interface Sources {
  /** The schema that they fit, where it is not the one that is shipped. */
  readonly schema: Json | undefined;
  readonly study: Json;
  readonly biosample: Json;
}

const FOLDER = shipped('..', 'shared', 'nmdc');

/** The full schema and its documents where their folder stands beside the repository, else what is shipped. */
export function readSources(): Sources {
  if (!existsSync(FOLDER)) {
    const whole = json(shipped('examples', 'metadata', 'submission.json'));
    return {
      schema: undefined,
      study: firstOf(whole, 'study_set'),
      biosample: firstOf(whole, 'biosample_set'),
    };
  }
  const valid = (name: string): Json => json(`${FOLDER}/valid/${name}`);
  return {
    schema: json(`${FOLDER}/nmdc.schema.json`),
    study: firstOf(valid('Database-study-set-with-dois.json'), 'study_set'),
    biosample: firstOf(valid('Database-biosamples-minimal.json'), 'biosample_set'),
  };
}

let made = 0;

/** Biosamples as no run had them before, each with `padding` characters of description. */
export function biosamples({ study, biosample }: Sources, count: number, padding = 100): Json[] {
  return Array.from({ length: count }, () => {
    made += 1;
    const mark = `${Date.now().toString(36)}n${made}`;
    return {
      ...biosample,
      id: `nmdc:bsm-11-${mark}`,
      name: `bench ${mark}`,
      associated_studies: [study.id],
      description: 'x'.repeat(padding),
    };
  });
}

const json = (file: string): Json => JSON.parse(readFileSync(file, 'utf8')) as Json;

function firstOf(whole: Json, collection: string): Json {
  const [first] = (whole[collection] ?? []) as Json[];
  if (first === undefined) throw new Error(`the documents have no ${collection} to measure with`);
  return first;
}
