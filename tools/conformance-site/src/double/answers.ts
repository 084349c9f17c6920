import { type JobReply, type Operation, type OperationReply, ROUTES } from '@callboard/contracts';
import { claimRefusal } from '../../../../apps/api-gateway/src/jobs/claim-refusal';
import { fullJob, setJob } from '../../../../apps/api-gateway/src/jobs/job.view';
import { fullOperation, setOperation } from '../../../../apps/api-gateway/src/operations/operation.view';
import type { Asked } from '../../../../apps/api-gateway/src/routing/asked';
import { grantOf } from '../../../../apps/api-gateway/src/users/token-grant';
import type { Board } from '../board/board';
import { pageOf } from './lists';
import type { Tokens } from './tokens';

/** The routes that the double answers: what a site needs to take jobs over HTTP. */
export const ANSWERED = [
  'token',
  'listJobs',
  'createJob',
  'getJob',
  'claimJob',
  'releaseJob',
  'releaseJobs',
  'listOperations',
  'getOperation',
  'patchOperation',
  'heartbeatOperation',
] as const;
export type AnsweredRoute = (typeof ANSWERED)[number];

export type Answers = { [N in AnsweredRoute]: (asked: Asked<(typeof ROUTES)[N]>) => unknown };

/** What each route is answered with, from the board, in the form that the gateway gives it. */
export function answersOn(board: Board, tokens: Tokens): Answers {
  const { siteId } = tokens.site;
  return {
    token: ({ body, authorization }) => tokens.issue(grantOf(body, authorization)),
    listJobs: ({ query, caller }) => {
      const offered = caller.kind === 'site' && query.filter === undefined;
      const all = board.list().filter(({ state }) => !offered || state === 'queued');
      const narrowedBy = offered ? `offered to ${siteId}` : undefined;
      return pageOf(query, { collection: 'jobs', all, view: setJob, narrowedBy });
    },
    createJob: ({ body }): JobReply => setJob(board.post(body)),
    getJob: ({ params }): JobReply => setJob(board.job(params.job_id)),
    claimJob: ({ params, body }): OperationReply => {
      const lease = body?.lease_seconds;
      try {
        const asking = { siteId, claimant: body?.claimant };
        return setOperation(board.claim(params.job_id, asking, lease && lease * 1000));
      } catch (refusal) {
        throw claimRefusal(refusal);
      }
    },
    releaseJob: ({ params }): JobReply => fullJob(board.release(params.job_id, siteId)),
    releaseJobs: ({ body }): JobReply[] => {
      const known = new Set(board.list().map(({ id }) => id));
      const asked = [...new Set(body.job_ids)].filter((id) => known.has(id));
      return asked.map((id) => fullJob(board.release(id, siteId)));
    },
    listOperations: ({ query }) => {
      const all = board.allOperations();
      return {
        next_page_token: null,
        ...pageOf(query, { collection: 'operations', all, view: fullOperation }),
      };
    },
    getOperation: ({ params }): OperationReply => fullOperation(board.operation(params.op_id)),
    patchOperation: ({ params, body }): OperationReply =>
      fullOperation(patched(board, siteId, params.op_id, body)),
    heartbeatOperation: ({ params }) => {
      const { id, expire_time } = board.renew(params.op_id, siteId);
      return { id, expire_time };
    },
  };
}

/** `done: true` ends it, anything else is progress; what is not sent stays as it is (contract 3.5). */
function patched(
  board: Board,
  siteId: string,
  id: string,
  body: Asked<typeof ROUTES.patchOperation>['body'],
): Operation {
  const patch = { ...('result' in body ? { result: body.result } : {}), metadata: body.metadata };
  return body.done === true ? board.settle(id, siteId, patch) : board.progress(id, siteId, patch);
}
