import { ClaimsIndex } from './kinds/claims';
import { isDocuments } from './kinds/documents';
import type { Services } from './kinds/kind';
import { planOf, type Step } from './kinds/plan';
import { dumpFiles } from './reading/dump-files';
import { readDocuments } from './reading/read-file';
import { checkDocuments } from './sending/check-documents';
import { importFile } from './sending/import-file';
import { Progress, type Screen } from './telling/progress';
import { type Counts, OUTCOMES, type Report, type ReportedOutcome } from './telling/report';

export interface Task {
  /** A folder, or one file. */
  readonly dump: string;
  readonly only: readonly string[] | undefined;
}

/**
 * Takes in a dump, collection by collection, and says what became of it.
 *
 * @param services without them everything is read and looked at, and nothing is sent
 * @throws Error for a dump that cannot be taken in at all, and when a service stays away
 */
export async function importDump(
  { dump, only }: Task,
  services: Services | undefined,
  report: Report,
  screen: Screen,
): Promise<void> {
  const say = (line: string): void => screen.write(`${line}\n`);
  const { files, others } = dumpFiles(dump);
  const claims = new ClaimsIndex();
  const { steps, unknown } = planOf(files, only, claims);
  for (const name of [...others, ...unknown]) say(`${name}: nothing is known to be done with it`);
  const jobs = steps.find(({ file }) => file.collection === 'jobs');
  if (jobs) await claims.read(readDocuments(jobs.file.path));
  for (const step of steps) await takeIn(step, services, report, screen);
  if (!services) return;
  for (const { file } of steps) {
    if (!isDocuments(file.collection)) continue;
    await checkDocuments(file.collection, services, report);
    const { dangling } = report.of(file.collection);
    if (dangling > 0) say(`${file.collection}: ${dangling} references lead nowhere`);
  }
}

async function takeIn(
  step: Step,
  services: Services | undefined,
  report: Report,
  screen: Screen,
): Promise<void> {
  const { collection, bytes } = step.file;
  const progress = new Progress(screen, collection, bytes);
  try {
    await importFile(step, report, progress, services);
  } finally {
    progress.clear();
  }
  screen.write(`${collection}: ${inWords(report.of(collection))} (${progress.seconds.toFixed(1)} s)\n`);
}

const WORDS: Record<ReportedOutcome, string> = {
  taken: 'taken in',
  here: 'already here',
  readable: 'can be read',
  differs: 'differ from what is here',
  refused: 'refused',
  'left-out': 'left out',
  dangling: 'references lead nowhere',
};

export function inWords(counts: Counts): string {
  const told = OUTCOMES.filter((outcome) => counts[outcome] > 0);
  return told.map((outcome) => `${counts[outcome]} ${WORDS[outcome]}`).join(', ') || 'empty';
}
