import { setTimeout as delay } from 'node:timers/promises';
import { bellSubject, WORK_STREAM, WORK_SUBJECTS } from '@callboard/contracts';
import { CLAIMABLE_STATE } from '../../../../apps/jobs/src/domain/job-states';
import { type Check, type Patient, told } from '../check';

/** The service jobs rings each second. */
const LOOK_AGAIN_MS = 3_000;

const CLAIMABLE = `
select j.workflow_id, count(*)::int as jobs
  from jobs.jobs j join jobs.workflows w on w.id = j.workflow_id and not w.paused
 where j.state = ${CLAIMABLE_STATE} and j.available_at < now() - interval '10 seconds'
 group by 1 order by 1`;

export const bells: Check = {
  name: 'bells',
  holds: 'a workflow with claimable jobs has a bell within seconds',
  look: async (patient) => {
    const silent = await silentWorkflows(patient);
    if (silent.size === 0) return [];
    await delay(LOOK_AGAIN_MS);
    const still = await silentWorkflows(patient);
    const faults = [...still].filter(([workflow]) => silent.has(workflow));
    return told(
      faults.map(
        ([workflow, jobs]) => `${jobs} jobs of ${workflow} are claimable, and no bell tells of them`,
      ),
    );
  },
};

async function silentWorkflows({ admin, nats }: Patient): Promise<Map<string, number>> {
  const jsm = await nats.jetstreamManager({ checkAPI: false });
  const { rows } = await admin.query<{ workflow_id: string; jobs: number }>(CLAIMABLE);
  if (rows.length === 0) return new Map();
  const info = await jsm.streams.info(WORK_STREAM, { subjects_filter: WORK_SUBJECTS }).catch(() => undefined);
  const rung = info?.state.subjects ?? {};
  const silent = rows.filter(({ workflow_id }) => (rung[bellSubject(workflow_id)] ?? 0) === 0);
  return new Map(silent.map(({ workflow_id, jobs }) => [workflow_id, jobs]));
}
