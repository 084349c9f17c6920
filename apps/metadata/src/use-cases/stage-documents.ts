import { type Caller, nameOfCaller, SUBMISSION_BYTES, SUBMISSION_DOCUMENTS } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { ActiveSchemaReader } from './active-schema';
import type { CheckedDocument, DocumentToCheck } from './schema-validation';
import type { ActiveSchema } from './schemas-store';
import { demandOwn, submissionLost } from './submission-owner';
import { type Batch, type Submission, SUBMISSIONS_STORE, type SubmissionsStore } from './submissions-store';

/** A batch as it was sent. */
export interface SentBatch {
  readonly submissionId: string;
  readonly n: number;
  readonly items: readonly DocumentToCheck[];
  readonly collections: readonly { readonly name: string; readonly is_list: boolean }[];
}

/** Keeps documents aside and holds each against the active schema. */
@Injectable()
export class StageDocuments {
  constructor(
    @Inject(SUBMISSIONS_STORE) private readonly submissions: SubmissionsStore,
    private readonly active: ActiveSchemaReader,
  ) {}

  /**
   * Documents that were held against the active schema already come with what was found, `checked`.
   *
   * Refusals: `forbidden`, `bad-request` for a batch out of turn, `submission-lost`, `schema-changed`, `too-large`.
   */
  async execute(sent: SentBatch, caller: Caller, checked?: readonly CheckedDocument[]): Promise<Submission> {
    const schema = await this.active.read();
    const before = await this.begun(sent, caller, schema);
    if (before.batches === sent.n + 1) return before;
    if (before.batches !== sent.n) throw outOfTurn(sent.n, before.batches);
    const bytes = sent.items.reduce((sum, { document }) => sum + bytesOf(document), 0);
    demandRoom(before, bytes, sent.items.length);
    const batch = await this.checked(sent, bytes, schema, checked);
    const after = await this.submissions.stage(sent.submissionId, batch);
    if (after) return after;
    throw new DomainError('bad-request', `Batch ${sent.n} is sent twice at once: send one after the other.`);
  }

  private async begun(
    { submissionId, n }: SentBatch,
    caller: Caller,
    schema: ActiveSchema,
  ): Promise<Submission> {
    const who = nameOfCaller(caller);
    const found =
      n === 0
        ? await this.submissions.open(submissionId, who, schema.version)
        : await this.submissions.find(submissionId);
    if (!found) throw submissionLost(submissionId);
    demandOwn(found, caller);
    if (found.schemaVersion !== schema.version)
      throw new DomainError(
        'schema-changed',
        'Another schema became active meanwhile: begin a new submission.',
      );
    return found;
  }

  private async checked(
    { n, items, collections }: SentBatch,
    bytes: number,
    schema: ActiveSchema,
    already?: readonly CheckedDocument[],
  ): Promise<Batch> {
    const known = new Set(schema.collections);
    const own = items.filter(({ collection }) => known.has(collection));
    const checked = already ?? (await this.active.check(schema, own));
    const documents = own.map((each, at) => {
      const { id = null, findings = [], references = [] } = checked[at] ?? {};
      return { ...each, id, findings, references };
    });
    return {
      n,
      bytes,
      documents,
      collections: collections.map(({ name }) => name),
      findings: about(collections, known),
    };
  }
}

/** Contract 6.2, 1a and 1d. */
function about(collections: SentBatch['collections'], known: ReadonlySet<string>) {
  return collections.flatMap(({ name, is_list }) => {
    if (!known.has(name))
      return [{ collection: name, finding: `'${name}' is not a known schema collection name` }];
    return is_list ? [] : [{ collection: name, finding: `'${name}' should be a list of documents` }];
  });
}

function demandRoom({ bytes, documents }: Submission, moreBytes: number, moreDocuments: number): void {
  if (bytes + moreBytes > SUBMISSION_BYTES)
    throw new DomainError(
      'too-large',
      `A submission has at most ${SUBMISSION_BYTES} bytes of documents: send several.`,
    );
  if (documents + moreDocuments > SUBMISSION_DOCUMENTS)
    throw new DomainError(
      'too-large',
      `A submission has at most ${SUBMISSION_DOCUMENTS} documents: send several.`,
    );
}

const bytesOf = (document: unknown): number => JSON.stringify(document)?.length ?? 0;

const outOfTurn = (n: number, next: number): DomainError =>
  new DomainError(
    'bad-request',
    `This is batch ${n}, and ${next} comes next: send batches one after the other.`,
  );
