import { DomainError } from '@callboard/kernel';
import { discardSubmission } from '@callboard/contracts';
import {
  type Ask,
  NotASubmission,
  readDocuments,
  submissionVerdict,
  type SubmissionVerdict,
} from '@callboard/submission';
import { ShapeError } from '../errors/shape-error';

/** Submissions that are read at once; each takes some megabytes, and time of the service that holds them. */
const READ_AT_ONCE = 16;

export type Verdict = Pick<SubmissionVerdict, 'valid' | 'findings'>;
/** And the name of what is staged. */
export type StagedVerdict = Verdict & { readonly submissionId: string };

/** Reads submissions as they come, and has them checked. */
export class SubmissionStream {
  private read = 0;

  /** @throws as {@link staged} */
  check(stream: AsyncIterable<Uint8Array>, ask: Ask): Promise<Verdict> {
    return this.staged(stream, ask, ({ valid, findings }) => Promise.resolve({ valid, findings }));
  }

  /**
   * Goes on with what is staged; afterwards nothing of it is kept.
   *
   * @throws ShapeError for what is no object of JSON; DomainError `too-large`, `overloaded`
   */
  async staged<T>(
    stream: AsyncIterable<Uint8Array>,
    ask: Ask,
    work: (verdict: StagedVerdict) => Promise<T>,
  ): Promise<T> {
    if (this.read >= READ_AT_ONCE)
      throw new DomainError('overloaded', 'many submissions are being read here: try again after a while');
    this.read += 1;
    try {
      const { submissionId, valid, findings, more } = await submissionVerdict(readDocuments(stream), ask);
      try {
        return await work({
          submissionId,
          valid,
          findings: more === 0 ? findings : withRest(findings, more),
        });
      } finally {
        // Nobody waits for this to be gone.
        void ask(discardSubmission, { submission_id: submissionId }).catch(() => undefined);
      }
    } catch (error) {
      throw error instanceof NotASubmission ? asShapeError(error) : error;
    } finally {
      this.read -= 1;
    }
  }
}

function withRest(findings: Verdict['findings'], more: number): Verdict['findings'] {
  const last = Object.entries(findings).findLast(([, list]) => list.length > 0);
  if (last === undefined) return findings;
  const [name, list] = last;
  return { ...findings, [name]: [...list, `and ${more} more findings, which are not told`] };
}

function asShapeError({ offset, message }: NotASubmission): ShapeError {
  const issue = { type: 'json_invalid', loc: ['body', offset], msg: 'JSON decode error', input: {} };
  return new ShapeError([{ ...issue, ctx: { error: message } }]);
}
