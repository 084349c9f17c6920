import type { Fault } from '../double/faults';
import type { Stage } from '../stage';
import { Differs } from '../verdict';
import type { Scenario } from './scenario';

/** What the double says, less what clocks may differ by. */
const RETRY_AFTER_MS = 1000 - 50;

const HAPPENS: Readonly<Record<Fault, string>> = {
  unavailable: '503 with Retry-After',
  cut: 'connection cut',
  'lose-reply': 'reply lost after the effect',
};

/** Something goes wrong once with a claim or a report, and the job is done all the same. */
const goesWrong = (step: 'claim' | 'report', fault: Fault): Scenario => ({
  name: `${step}: ${HAPPENS[fault]}`,
  async play(stage) {
    const { board, parts } = stage;
    const route = step === 'claim' ? 'claimJob' : 'patchOperation';
    const job = stage.post(0.1);
    const isMeant = ({ about = '' }): boolean =>
      step === 'claim' ? about === job : board.job(job).claims?.at(-1)?.op_id === about;
    let at = Number.POSITIVE_INFINITY;
    parts.faults.next(route, (call) => isMeant(call) && (at = call.at) > 0, fault);
    await stage.untilDone(job).catch((thrown: unknown) => {
      throw thrown instanceof Differs ? new Differs(`${HAPPENS[fault]}, then ${thrown.message}`) : thrown;
    });
    const again = await stage.until(
      () => `${HAPPENS[fault]}, and it did not ask again: it cannot know whether its ${step} was taken`,
      () => repeats(stage, job, step).find((call) => call.at > at),
    );
    if (fault === 'unavailable' && again.at - at < RETRY_AFTER_MS)
      throw new Differs(`asked again after ${Math.round(again.at - at)} ms, though Retry-After said 1 s`);
    return `asked again after ${Math.round(again.at - at)} ms, and the job succeeded`;
  },
});

/** Calls that tell a worker whether its claim or report was taken. */
function repeats(stage: Stage, job: string, step: 'claim' | 'report') {
  if (step === 'claim') return stage.calls({ route: 'claimJob', about: job });
  const id = stage.board.job(job).claims?.at(-1)?.op_id;
  return (['patchOperation', 'getOperation'] as const).flatMap((route) => stage.calls({ route, about: id }));
}

export const retries: readonly Scenario[] = (['claim', 'report'] as const).flatMap((step) =>
  (['unavailable', 'cut', 'lose-reply'] as const).map((fault) => goesWrong(step, fault)),
);
