import { OP_OUTPUT_BYTES } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';

/** What is kept of one run, so that all of it can be read in one message and nobody fills the database with it. */
export const RUN_LIMITS = {
  /** Attempts of ops. */
  attempts: 1_000,
  /** Ids of objects that these name as read or made. */
  objects: 20_000,
  /** JSON of what these gave, and of their errors. */
  bytes: 32 * 1024 * 1024,
} as const;

/** Lines of log of one attempt of an op, and of all ops of a run; those that come first are kept. */
export const LOG_LINES = { ofAttempt: 1_000, ofRun: 20_000 } as const;

/** What a clock may tell: other times are none of a run, and are written in another form. */
const TIMES = { first: 0, last: Date.UTC(9999, 11, 31) } as const;

/** How much one attempt, or all attempts of a run, take of {@link RUN_LIMITS}. */
export interface RunSize {
  readonly attempts: number;
  readonly objects: number;
  readonly bytes: number;
}

/** @throws DomainError `too-large` for what an op gave to others */
export function fittingOutput(op: string, output: unknown): void {
  const bytes = bytesOf(output);
  if (bytes <= OP_OUTPUT_BYTES) return;
  throw new DomainError(
    'too-large',
    `the output of op ${op} has ${bytes} bytes, at most ${OP_OUTPUT_BYTES} are kept: register it as an object and give its id`,
  );
}

/** @throws DomainError `too-large` */
export function fittingRun(runId: string, size: RunSize): void {
  for (const what of ['attempts', 'objects', 'bytes'] as const) {
    if (size[what] <= RUN_LIMITS[what]) continue;
    throw new DomainError(
      'too-large',
      `run ${runId} would have ${size[what]} ${what} of its ops, at most ${RUN_LIMITS[what]} are kept: use fewer ops, or register objects that hold more`,
    );
  }
}

/** @throws DomainError `invalid-input` for times that no run has */
export function fittingTime(what: string, at: Date): void {
  if (at.getTime() >= TIMES.first && at.getTime() <= TIMES.last) return;
  throw new DomainError(
    'invalid-input',
    `${what} names a time before 1970 or after 9999: set the clock of the site, and send UTC`,
  );
}

/** Bytes of a value as JSON; of nothing, none. */
export const bytesOf = (value: unknown): number =>
  value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
