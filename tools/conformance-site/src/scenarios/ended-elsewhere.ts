import type { Stage } from '../stage';
import { Differs, NotSeen } from '../verdict';
import type { Scenario } from './scenario';

/** Unchanged clients try anything six times (contract 8.1). */
const MOST_TRIES = 6;

/** The operation is cancelled: the worker hears 409, stops its work, and writes nothing under it any more. */
export const cancel: Scenario = {
  name: 'cancel',
  async play(stage) {
    const { board, rules } = stage;
    // One that does not renew hears of it when it reports, so its job must be a short one.
    const job = stage.renews ? stage.post((4 * rules.patienceMs) / 1000, { long: true }) : stage.post(0.5);
    const id = await stage.untilClaimed(job);
    if (board.operation(id).done)
      throw new NotSeen('its job ended too soon: give it longer work with --long-config');
    stage.endBehindItsBack(id, () => board.cancel(id));
    await untilHeard(stage, id, 'operation-cancelled');
    const next = stage.post(0.1);
    await stage
      .untilClaimed(next)
      .catch((thrown: unknown) =>
        Promise.reject(stage.worker.ended === undefined ? stillBusy(stage) : thrown),
      );
    await stage.untilDone(next);
    const mostReports = stage.renews ? 0 : MOST_TRIES;
    stage.expectToLast(() => stage.refuseNoise(id, mostReports));
    return stage.renews
      ? 'heard 409 at a heartbeat, stopped, and took the next job'
      : 'heard of it when it reported, and took the next job';
  },
};

const stillBusy = ({ rules }: Stage): Differs =>
  new Differs(
    `${rules.patienceMs / 1000} s after the 409 the next job was not taken: a 409 means that the work is to stop, as nobody wants it`,
  );

/** The lease is over and another site holds the job: the late report is refused, and the worker goes on with others. */
export const fencing: Scenario = {
  name: 'fencing',
  async play(stage) {
    const { board, parts } = stage;
    const job = stage.post(0.3);
    const isOfJob = ({ about = '' }): boolean => board.job(job).claims?.at(-1)?.op_id === about;
    parts.faults.next('patchOperation', isOfJob, () => {
      const lost = board.job(job).claims?.at(-1)?.op_id ?? '';
      stage.endBehindItsBack(lost, () => board.expire(lost));
      board.claimElsewhere(job);
    });
    const id = await stage.untilClaimed(job);
    await untilHeard(stage, id, 'operation-expired');
    await stage.untilDone(stage.post(0.1));
    stage.expectToLast(() => stage.refuseNoise(id, MOST_TRIES));
    const again = stage.calls({ route: 'claimJob', about: job }).length - 1;
    board.withdraw(job);
    if (again > 0) throw new Differs(`claimed the job ${again} times more, which another site holds`);
    return 'its late report was refused, and it took the next job';
  },
};

function untilHeard(stage: Stage, id: string, code: string): Promise<unknown> {
  return stage.until(
    () => `nothing was asked under operation ${id} after its end (${code}): renew it, or report`,
    () => stage.heardOfEnd(id),
  );
}
