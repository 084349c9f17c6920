import { type DrsError, isDrsPath } from '@callboard/contracts';
import type { Problem } from './problem';

/** The status by which DRS tells a problem: what has a wrong shape is 400 there. */
export const drsStatus = (status: number): number => (status === 422 ? 400 : status);

/**
 * A problem in the form that its path has for errors: the contract's, or below the paths of the GA4GH Data Repository
 * Service that of its specification (ADR 23).
 */
export function inFormOf(path: string, problem: Problem): Problem {
  if (!isDrsPath(path)) return problem;
  const status = drsStatus(problem.status);
  const body: DrsError = { msg: problem.text, status_code: status };
  return { ...problem, status, body };
}
