import { setTimeout as delay } from 'node:timers/promises';
import type { Job } from '@callboard/contracts';
import type { Board } from './board/board';
import type { Call } from './double/call';
import type { Parts } from './double/gateway-double';
import { Differs } from './verdict';
import type { Worker } from './worker/worker';

/** How the kit is played. */
export interface Rules {
  readonly workflow: string;
  /** How long something is waited for, in ms. */
  readonly patienceMs: number;
  /** What leases are cut down to, in ms. */
  readonly leaseMs: number;
  /** The config of jobs, besides `seconds`, which says how long they take. */
  readonly config: Readonly<Record<string, unknown>>;
  /** What jobs that take long have besides. */
  readonly longConfig: Readonly<Record<string, unknown>>;
}

const LOOK_EVERY_MS = 20;
/** What was under way when a write was refused may still come. */
const UNDER_WAY_MS = 250;
/** A thread that renews hears of the end by itself, after another one did. */
const MOST_OTHERS = 1;

/** Where scenarios are played: the board, the double, the worker, and the questions that scenarios ask of them. */
export class Stage {
  readonly board: Board;
  /** Whether the worker has been seen to renew leases. */
  renews = false;
  private readonly lasting: (() => void)[] = [];
  private readonly posted: string[] = [];
  private readonly ends = new Map<string, number>();

  constructor(
    readonly parts: Parts,
    readonly rules: Rules,
    readonly worker: Worker,
    readonly now: () => number,
  ) {
    this.board = parts.board;
  }

  /** A job that takes so many seconds, if the work of the worker is what its config says. */
  post(seconds: number, { long = false } = {}): string {
    const { workflow, config, longConfig } = this.rules;
    const sent = { ...config, ...(long ? longConfig : {}) };
    const { id } = this.board.post({ workflow: { id: workflow }, config: { seconds, ...sent } });
    this.posted.push(id);
    return id;
  }

  /**
   * Waits for a fact.
   *
   * @param what is told of a fact that does not come, with what would be right
   */
  async until<T>(
    what: () => string,
    look: () => T | undefined | false,
    withinMs = this.rules.patienceMs,
  ): Promise<T> {
    const giveUpAt = this.now() + withinMs;
    for (;;) {
      const seen = look();
      if (seen !== undefined && seen !== false) return seen;
      const { ended } = this.worker;
      if (ended !== undefined) throw new Differs(ended);
      if (this.now() > giveUpAt) throw new Differs(`in ${withinMs / 1000} s: ${what()}`);
      await delay(LOOK_EVERY_MS);
    }
  }

  /** Whether a worker that the kit started never asked anything: nothing more is to be waited for. */
  isForsaken(): boolean {
    return this.posted.length > 0 && this.parts.calls.calls.length === 0;
  }

  /** Takes away what is left of the jobs of a scenario. */
  clear(): void {
    for (const id of this.posted) this.board.withdraw(id);
  }

  calls(meant: Partial<Pick<Call, 'route' | 'about' | 'status' | 'code'>>): Call[] {
    const wanted = Object.entries(meant);
    return this.parts.calls.calls.filter((call) =>
      wanted.every(([key, value]) => call[key as keyof typeof meant] === value),
    );
  }

  /** Waits until the worker has claimed a job, and gives the operation. */
  untilClaimed(jobId: string, withinMs?: number): Promise<string> {
    const look = (): string | undefined =>
      this.calls({ route: 'claimJob', about: jobId, status: 200 }).at(-1)?.given;
    return this.until(() => `job ${jobId} was not claimed; ${this.lookedFor()}`, look, withinMs);
  }

  /** Waits until the worker has ended a job well. */
  async untilDone(jobId: string): Promise<Job> {
    const look = (): Job | undefined => {
      const job = this.board.job(jobId);
      return job.state === 'queued' || job.state === 'claimed' ? undefined : job;
    };
    const job = await this.until(() => this.undone(jobId), look);
    if (job.state === 'succeeded') return job;
    const { result } = this.board.operation(job.claims?.at(-1)?.op_id ?? '');
    throw new Differs(
      `job ${jobId} ended as ${job.state} with ${JSON.stringify(result)}: jobs of the kit have to succeed, --config gives them what they need`,
    );
  }

  /**
   * Something that holds now, and is to hold at the end of all as well: a worker may be late with what it should not do.
   *
   * @param check throws Differs
   */
  expectToLast(check: () => void): void {
    check();
    this.lasting.push(check);
  }

  /** What was expected to last since this was asked last. */
  takeLasting(): (() => void)[] {
    return this.lasting.splice(0);
  }

  /** Ends the work on an operation behind the back of its worker. */
  endBehindItsBack(operationId: string, end: () => void): void {
    end();
    this.ends.set(operationId, this.now());
  }

  /** What first told the worker that an operation had ended: a write that was refused, or a look at it. */
  heardOfEnd(operationId: string): Call | undefined {
    const ended = this.ends.get(operationId) ?? Number.POSITIVE_INFINITY;
    const looks = this.calls({ route: 'getOperation', about: operationId }).filter(({ at }) => at >= ended);
    const refused = this.writes(operationId).filter(({ status }) => status === 409);
    return [...looks, ...refused].sort((one, other) => one.at - other.at)[0];
  }

  /**
   * Once it has heard of the end the worker is to be silent under an operation; it may try to report so often.
   *
   * @throws Differs
   */
  refuseNoise(operationId: string, mostReports: number): void {
    const { reports, others } = this.lateWrites(operationId);
    if (reports.length <= mostReports && others.length <= MOST_OTHERS) return;
    throw new Differs(
      `after it had heard of the end it wrote under operation ${operationId}: ${reports.length} times that it is done, ${others.length} times ` +
        'a heartbeat or progress; nothing is to be said under it any more',
    );
  }

  /** Reports and heartbeats under an operation. */
  writes(operationId: string): Call[] {
    return ['patchOperation' as const, 'heartbeatOperation' as const]
      .flatMap((route) => this.calls({ route, about: operationId }))
      .sort((one, other) => one.at - other.at);
  }

  /** What was begun after the worker had heard of the end; of heartbeats and progress, what was not under way then. */
  private lateWrites(operationId: string): { reports: Call[]; others: Call[] } {
    const writes = this.writes(operationId);
    const from = this.heardOfEnd(operationId)?.over ?? Number.POSITIVE_INFINITY;
    return {
      reports: writes.filter((call) => isEnd(call) && call.at > from),
      others: writes.filter((call) => !isEnd(call) && call.at > from + UNDER_WAY_MS),
    };
  }

  private undone(jobId: string): string {
    const { state, claims = [] } = this.board.job(jobId);
    if (state === 'queued') return `job ${jobId} was not claimed; ${this.lookedFor()}`;
    return `job ${jobId} was claimed and not ended: send PATCH /operations/${claims.at(-1)?.op_id} with done: true`;
  }

  private lookedFor(): string {
    const last = this.calls({ route: 'listJobs' }).at(-1);
    if (last === undefined) return 'GET /jobs was never asked';
    return `GET /jobs was asked last as ${decodeURIComponent(last.url).slice(0, 400)}`;
  }
}

const isEnd = ({ body }: Call): boolean => (body as { done?: boolean } | null | undefined)?.done === true;
