import type { Kind, Services } from '../kinds/kind';
import type { Step } from '../kinds/plan';
import type { Entry, Place } from '../reading/entry';
import { isJsonObject, plainOf, Unreadable, type JsonObject } from '../reading/extended-json';
import { readDocuments } from '../reading/read-file';
import type { Progress } from '../telling/progress';
import type { Finding, Report } from '../telling/report';
import { batchesOf } from './batches';
import { inLanes } from './lanes';
import { sendBatch } from './send-batch';

/** Large enough to cost little by itself, small enough that what is in hand stays within some MB. */
const BATCH = { items: 500, bytes: 2 * 1024 * 1024 };
const LANES = 4;

/** A document that is ready to be sent. */
interface Ready {
  readonly item: object;
  readonly place: Place;
  readonly id: string | undefined;
  readonly bytes: number;
}

/** Takes in one file of a dump. Without `services` it is only read and looked at. @throws when a service stays away */
export async function importFile(
  { file, kind }: Step,
  report: Report,
  progress: Progress,
  services: Services | undefined,
): Promise<void> {
  const { collection } = file;
  const entries = readDocuments(file.path, (bytes) => progress.read(bytes));
  const ready = readied(entries, kind, (finding) => {
    report.tell([{ collection, ...finding }]);
    progress.done(1);
  });
  await inLanes(batchesOf(ready, BATCH), LANES, async (batch) => {
    const items = batch.map(({ item }) => item);
    const answers = services ? await sendBatch(kind, items, services) : items.map(() => UNSENT);
    report.tell(batch.map(({ place, id }, at) => ({ collection, place, id, ...answerAt(answers, at) })));
    progress.done(batch.length);
  });
}

type Answer = Pick<Finding, 'outcome' | 'code' | 'message'>;

/** What is told of a document in a dry run. */
const UNSENT: Answer = { outcome: 'readable' };

function answerAt(answers: readonly Answer[], at: number): Answer {
  const answer = answers[at];
  if (answer === undefined) throw new Error('a service answered for fewer documents than it was asked about');
  return answer;
}

async function* readied(
  entries: AsyncIterable<Entry>,
  kind: Kind,
  tell: (finding: Omit<Finding, 'collection'>) => void,
): AsyncGenerator<Ready> {
  for await (const entry of entries) {
    const { place } = entry;
    const document = 'value' in entry ? documentOf(entry.value) : entry.problem;
    if (typeof document === 'string' || !('value' in entry)) {
      tell({ outcome: 'refused', place, code: 'bad-request', message: String(document) });
      continue;
    }
    const id = kind.idOf(document);
    const prepared = kind.prepare(document);
    if ('item' in prepared) yield { item: prepared.item, place, id, bytes: entry.bytes };
    else if ('refused' in prepared)
      tell({ outcome: 'refused', place, id, code: 'invalid-input', message: prepared.refused });
    else tell({ outcome: 'left-out', place, id, message: prepared.leftOut });
  }
}

/** Without the key that the document store gives; or what is wrong. */
function documentOf(value: unknown): JsonObject | string {
  if (!isJsonObject(value)) return 'this is no JSON object: each document is one';
  const { _id, ...document } = value;
  try {
    return plainOf(document) as JsonObject;
  } catch (error) {
    if (error instanceof Unreadable) return error.message;
    throw error;
  }
}
