import type { DrsError } from '@callboard/contracts';
import type { Problem } from './problem';

/** The status by which DRS tells a problem: what has a wrong shape is 400 there. */
export const drsStatus = (status: number): number => (status === 422 ? 400 : status);

/** A problem in the form of the GA4GH Data Repository Service, which its paths have for every failure (ADR 23). */
export function asDrsProblem(problem: Problem): Problem {
  const status = drsStatus(problem.status);
  const body: DrsError = { msg: problem.text, status_code: status };
  return { ...problem, status, body };
}
