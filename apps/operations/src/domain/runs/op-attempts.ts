import { DomainError } from '@callboard/kernel';
import { bytesOf, fittingOutput, fittingTime, type RunSize } from './run-limits';

export interface OpFailure {
  readonly code: string;
  readonly message: string;
  readonly details?: unknown;
}

export interface LogLine {
  readonly at: Date;
  readonly level: string;
  readonly text: string;
}

/** What a site tells of one attempt of an op. */
export interface OpEvent {
  readonly op: string;
  readonly attempt: number;
  readonly kind: 'started' | 'succeeded' | 'failed' | 'skipped' | 'logged';
  readonly at: Date;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly output?: unknown;
  readonly error?: OpFailure | undefined;
  readonly logs: readonly LogLine[];
}

/** One attempt of an op of a run. */
export interface OpAttempt {
  readonly op: string;
  readonly attempt: number;
  /** The operation that it was carried out under. */
  readonly operationId: string;
  readonly state: 'running' | 'succeeded' | 'failed' | 'skipped';
  readonly startedAt: Date;
  readonly endedAt: Date | null;
  /** Objects that it read, and made. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  /** What it gave to the ops after it; undefined is nothing. */
  readonly output: unknown;
  readonly error: OpFailure | null;
}

export const keyOf = ({ op, attempt }: Pick<OpAttempt, 'op' | 'attempt'>): string => `${op} ${attempt}`;

/**
 * The attempt after what is told of it; `known` itself when it was told before. The first end counts. One that ends
 * without having been told to begin began when it ended.
 *
 * @throws DomainError `bad-request` for an attempt of an earlier operation, and for log lines of one that nobody began;
 *   `too-large`; `invalid-input`
 */
export function afterEvent(known: OpAttempt | undefined, event: OpEvent, operationId: string): OpAttempt {
  const { op, attempt, kind, at } = event;
  if (known !== undefined && known.operationId !== operationId) throw ofAnEarlierOperation(known);
  for (const time of [at, ...event.logs.map((line) => line.at)]) fittingTime(`op ${op}`, time);
  if (kind === 'logged') return known ?? refuseLines(event);
  if (known !== undefined && (kind === 'started' || known.state !== 'running')) return known;
  const ended = kind !== 'started';
  const output = ended ? event.output : undefined;
  fittingOutput(op, output);
  return {
    op,
    attempt,
    operationId,
    state: ended ? kind : 'running',
    startedAt: known?.startedAt ?? at,
    endedAt: ended ? at : null,
    inputs: together(known?.inputs ?? [], event.inputs),
    outputs: together(known?.outputs ?? [], event.outputs),
    output,
    error: kind === 'failed' ? (event.error ?? UNSAID) : null,
  };
}

const UNSAID: OpFailure = { code: 'failed', message: 'the site did not say why' };

const together = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];

function ofAnEarlierOperation({ op, attempt, operationId }: OpAttempt): DomainError {
  return new DomainError(
    'bad-request',
    `attempt ${attempt} of op ${op} was carried out under the operation ${operationId}: number the attempts of ops on from the attempt that begin-run gave`,
  );
}

function refuseLines({ op, attempt }: OpEvent): never {
  throw new DomainError(
    'bad-request',
    `attempt ${attempt} of op ${op} has not begun: send started before its lines of log`,
  );
}

/** Bytes of what an attempt gave and of why it failed, as JSON. */
export const bytesOfAttempt = ({ output, error }: OpAttempt): number =>
  bytesOf(output) + bytesOf(error ?? undefined);

/** How much of the bounds of its run an attempt takes; one that is not there takes nothing. */
export function sizeOf(attempt: OpAttempt | undefined): RunSize {
  if (attempt === undefined) return { attempts: 0, objects: 0, bytes: 0 };
  const { inputs, outputs } = attempt;
  return { attempts: 1, objects: inputs.length + outputs.length, bytes: bytesOfAttempt(attempt) };
}
