import { Differs, NotSeen } from '../verdict';
import type { Scenario } from './scenario';

const WORK_S = 2;

/** SIGTERM while a job runs: the worker finishes or releases it, and exits by itself with code 0. */
export const drain: Scenario = {
  name: 'drain',
  async play(stage) {
    const { board, rules, worker } = stage;
    if (!worker.ours) throw new NotSeen('the kit did not start the worker: give its command after --');
    const job = stage.post(WORK_S, { long: true });
    const id = await stage.untilClaimed(job);
    const withinMs = 1000 * WORK_S + rules.patienceMs;
    const exit = await worker.drain(withinMs);
    const { done, outcome } = board.operation(id);
    if (exit === undefined)
      throw new Differs(`in ${withinMs / 1000} s after SIGTERM it did not exit by itself`);
    if (!done)
      throw new Differs(
        `it ended (${exit}) and left its claim open: finish the job, or give it back by POST /jobs/{job_id}:release`,
      );
    if (exit !== 0)
      throw new Differs(`it ended with ${exit}: a worker that drains as asked exits with code 0`);
    return `${outcome === 'released' ? 'released' : 'finished'} its job and exited with code 0`;
  },
};
