import {
  accepted,
  cancelJobs,
  explainJob,
  getJobHistory,
  getOperationHistory,
  getSiteLimit,
  type Job,
  limitSite,
  openPutOperations,
  type Operation,
  PUT_OPERATION_MODEL,
  refused,
  retryJobs,
  retryMatchingJobs,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import type { StandInServices } from './stand-in-services.fake';

/** What `jobs` answers about the one job that there is to those who look after it. */
export function answerJobManagement(services: StandInServices, job: Job): void {
  const noSuch = () => refused('not-found', 'There is no such job.');
  const mustBeKnown = (id: string): void => {
    if (id !== job.id) throw new DomainError('not-found', 'There is no such job.');
  };
  services.answer(cancelJobs, ({ job_ids }) => ({
    items: job_ids.map((id) =>
      id === job.id
        ? accepted({ ...job, claims: [{ op_id: id, site_id: '', done: true }], state: 'cancelled' as const })
        : noSuch(),
    ),
  }));
  services.answer(retryJobs, ({ job_ids }) => ({
    items: job_ids.map((id) => (id === job.id ? accepted({ ...job, attempt: 1 }) : noSuch())),
  }));
  services.answer(retryMatchingJobs, () => ({ retried: 3, more: false }));
  services.answer(explainJob, ({ id }) => {
    mustBeKnown(id);
    const text = 'No site has all capabilities that this job needs: nobody has gpu.';
    const reasons = [{ code: 'no-capable-site' as const, text, missing: ['gpu'] }];
    return { job_id: id, job_state: 'queued' as const, claimable: false, reasons };
  });
  services.answer(getJobHistory, ({ id }) => {
    mustBeKnown(id);
    const posted = { attempt: 0, operation_id: null, who: 'site:NERSC', why: 'posted' };
    return {
      items: [{ n: 1, at: job.created_at, from: null, to: 'queued' as const, ...posted }],
      more: false,
    };
  });
  services.answer(getSiteLimit, () => ({ max_running: null }));
  services.answer(limitSite, ({ max_running }) => ({ max_running }));
}

/** What `operations` tells of the one operation that there is. */
export function answerHistory(services: StandInServices, operationId: string, at: string): void {
  services.answer(getOperationHistory, ({ id }) => {
    if (id !== operationId) throw new DomainError('not-found', 'There is no such operation.');
    const opened = { at, from: null, to: 'open', who: 'service:jobs', why: 'claimed' };
    return { items: [{ n: 1, ...opened }], more: false };
  });
}

/** Promises one object id to every site that asks to put an object, under an operation such as `opened`. */
export function answerPuts(services: StandInServices, opened: Operation, objectId: string): void {
  services.answer(openPutOperations, ({ items }, caller) => ({
    items: items.map(({ store_url, expires_in_seconds }) =>
      accepted({
        ...opened,
        expire_time: '2026-02-01T03:09:05.678Z',
        metadata: {
          model: PUT_OPERATION_MODEL,
          site_id: caller.kind === 'site' ? caller.siteId : '',
          object_id: objectId,
          url: `${store_url}/${objectId}`,
          expires_in_seconds,
        },
      }),
    ),
  }));
}
