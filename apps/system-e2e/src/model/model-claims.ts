import type { Command, Policy } from './commands';
import type { ModelOperations } from './model-operations';
import { jobAt, type ModelClaim, type ModelState, moveJob, nameOf, toldOf } from './model-state';

type Claim = Extract<Command, { what: 'claim' }>;
type Pick = Extract<Command, { what: 'pick' }>;

/** Who gets which job, and what the others are answered (design 5, contract 3.3). */
export class ModelClaims {
  constructor(
    private readonly state: ModelState,
    private readonly policy: Policy,
    private readonly operations: ModelOperations,
  ) {}

  claim(command: Claim): string {
    const { job, site } = command;
    const won = this.claimsOf(command).find((claim) => claim.job === job);
    const mayStart = won === undefined && this.isClaimable(job) && this.isAble(site) && this.room() > 0;
    if (mayStart) return this.answer([this.take(job, command)], command);
    const open = this.openClaim(job);
    if (won) return this.answer([won], command);
    if (open?.site === site) return this.answerOwn(command, open);
    if (!this.isAble(site)) return 'missing-capability';
    return open ? 'job-claimed' : this.whyNot(job);
  }

  pick(command: Pick): string {
    const before = this.claimsOf(command);
    const waiting = this.state.jobs.flatMap((_, n) => (this.isClaimable(n) ? [n] : []));
    const most = this.isAble(command.site) ? Math.min(command.most, this.room()) : 0;
    const won = before.length > 0 ? before : waiting.slice(0, most).map((job) => this.take(job, command));
    const seen = Math.min(waiting.length, command.most + 1);
    const more = seen > (before.length > 0 ? 0 : won.length) ? ', more' : '';
    const answer = this.answer(won, command);
    return answer === 'unavailable' ? answer : `${answer}${more}`;
  }

  openClaim(job: number): ModelClaim | undefined {
    return this.state.claims.find((claim) => claim.job === job && claim.open);
  }

  /** What the same request won before. */
  private claimsOf({ site, request }: Claim | Pick): ModelClaim[] {
    if (request === undefined) return [];
    return this.state.claims.filter((claim) => claim.site === site && claim.request === request);
  }

  private take(job: number, { site, process, request }: Claim | Pick): ModelClaim {
    const taken = jobAt(this.state, job);
    taken.attempt += 1;
    moveJob(taken, 'claimed');
    const claim = { job, attempt: taken.attempt, site, process, request, open: true, operation: undefined };
    this.state.claims.push(claim);
    return claim;
  }

  private answer(claims: ModelClaim[], { lost }: Claim | Pick): string {
    if (claims.length === 0) return '';
    if (lost !== 'request') claims.forEach((claim) => this.operations.open(claim));
    if (lost !== 'nothing') return 'unavailable';
    const told = claims.map((claim) => toldOf(nameOf(claim), this.operations.open(claim).state));
    return told.sort().join(', ');
  }

  private answerOwn(command: Claim, open: ModelClaim): string {
    const isSame = command.process === undefined || command.process === open.process;
    return isSame ? this.answer([open], command) : 'held-by-your-site';
  }

  private whyNot(job: number): string {
    const { state, waits } = jobAt(this.state, job);
    if (state !== 'queued') return 'job-not-queued';
    if (this.state.paused) return 'workflow-paused';
    return waits ? 'job-not-due' : 'limit-reached';
  }

  private isClaimable(job: number): boolean {
    const { state, waits } = jobAt(this.state, job);
    return state === 'queued' && !waits && !this.state.paused;
  }

  private isAble(site: string): boolean {
    return site === 'alpha' || this.policy.betaIsAble;
  }

  private room(): number {
    const running = this.state.jobs.filter(({ state }) => state === 'claimed').length;
    return (this.policy.maxRunning ?? Infinity) - running;
  }
}
