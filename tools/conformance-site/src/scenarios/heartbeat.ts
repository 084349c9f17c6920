import type { Operation } from '@callboard/contracts';
import type { Stage } from '../stage';
import { Differs, NotSeen } from '../verdict';
import type { Scenario } from './scenario';

const LEASES = 3.5;

/** A job that takes several leases: the lease is renewed before each of them ends. */
export const heartbeat: Scenario = {
  name: 'heartbeat',
  async play(stage) {
    const { board, rules } = stage;
    const asks = asksForLease(stage);
    if (asks) board.longestLeaseMs = rules.leaseMs;
    const job = stage.post((LEASES * rules.leaseMs) / 1000, { long: true });
    const id = await stage.untilClaimed(job);
    const granted = board.operation(id);
    const ended = await stage.until(
      () => `operation ${id} was not ended`,
      () => (board.operation(id).done ? board.operation(id) : undefined),
      LEASES * rules.leaseMs + rules.patienceMs,
    );
    board.withdraw(job);
    stage.renews = stage.writes(id).filter(({ status }) => status === 200).length > 1;
    if (!stage.renews) board.longestLeaseMs = undefined;
    return asks ? judgeRenewals(stage, granted, ended) : withoutLease(stage);
  },
};

function judgeRenewals(stage: Stage, { id, expire_time }: Operation, ended: Operation): string {
  const renewals = stage.writes(id).filter(({ status }) => status === 200);
  if (ended.outcome === 'expired')
    throw new Differs(
      `the lease was granted until ${expire_time} (${stage.rules.leaseMs} ms), renewed ${renewals.length} times, and ran out: ` +
        'renew by POST /operations/{op_id}:heartbeat well before the expire_time of the last reply',
    );
  if (stage.renews)
    return `renewed ${renewals.length - 1} times, no lease of ${stage.rules.leaseMs} ms ran out`;
  throw new NotSeen('its job ended before the first lease: give it longer work with --long-config');
}

const withoutLease = ({ renews }: Stage): string =>
  renews
    ? 'renews, though it asks for no lease'
    : 'does not renew: needs leases of days, as it asks for none';

function asksForLease(stage: Stage): boolean {
  const { body } = stage.calls({ route: 'claimJob', status: 200 }).at(-1) ?? {};
  return (body as { lease_seconds?: number } | null | undefined)?.lease_seconds !== undefined;
}
