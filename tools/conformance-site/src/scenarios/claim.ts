import type { Stage } from '../stage';
import { Differs } from '../verdict';
import type { Scenario } from './scenario';

/** Two open jobs among others: both are found, claimed, and ended under the operations that the claims gave. */
export const claim: Scenario = {
  name: 'claim',
  async play(stage) {
    const { board, rules } = stage;
    const other = board.post({ workflow: { id: `not-${rules.workflow}` }, config: {} }).id;
    const taken = stage.post(0.1);
    board.claimElsewhere(taken);
    const jobs = [stage.post(0.1), stage.post(0.1)];
    for (const job of jobs) await stage.untilDone(job);
    stage.expectToLast(() => refuseClaims(stage, other, 'a job of another workflow'));
    stage.expectToLast(() => refuseClaims(stage, taken, 'a job that another site holds'));
    return `found and claimed 2 jobs, ended both; ${leaseInWords(stage.calls({ route: 'claimJob' }).at(-1)?.body)}`;
  },
};

function refuseClaims(stage: Stage, job: string, what: string): void {
  if (stage.calls({ route: 'claimJob', about: job }).length === 0) return;
  throw new Differs(`claimed ${what}: ask GET /jobs with a filter for open jobs of its own workflows`);
}

function leaseInWords(body: unknown): string {
  const { lease_seconds: lease } = (body ?? {}) as { lease_seconds?: number };
  return lease === undefined ? 'asks for no lease (30 days)' : `asks for a lease of ${lease} s`;
}

/** Somebody else is faster: the claim is refused, nothing is run, and the next job is taken. */
export const claimLost: Scenario = {
  name: 'claim lost to another site',
  async play(stage) {
    const { board } = stage;
    const lost = stage.post(0.1);
    stage.parts.faults.next(
      'claimJob',
      ({ about }) => about === lost,
      () => board.claimElsewhere(lost),
    );
    await stage.until(
      () => `job ${lost} was not claimed`,
      () => stage.calls({ route: 'claimJob', about: lost, status: 409 })[0],
    );
    const next = stage.post(0.1);
    await stage.untilDone(next);
    const asked = stage.calls({ route: 'claimJob', about: lost }).length;
    board.withdraw(lost);
    if (asked > MOST_TRIES)
      throw new Differs(`claimed it ${asked} times: a 409 is final, the job is to be left to the other site`);
    return `heard 409 ${asked === 1 ? 'once' : `${asked} times`}, then took the next job`;
  },
};

/** Unchanged clients try anything six times (contract 8.1). */
const MOST_TRIES = 6;
