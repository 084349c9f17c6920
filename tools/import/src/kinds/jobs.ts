import { importedJob, importJobs } from '@callboard/contracts';
import { orderedClaims } from './claims';
import { kind } from './kind';

export const jobs = kind({
  contract: importJobs,
  shape: importedJob,
  itemOf: ({ claims, ...job }) => ({
    ...job,
    claims: Array.isArray(claims)
      ? orderedClaims(claims).map(({ op_id, site_id, cancelled }) => ({
          op_id,
          site_id,
          cancelled: cancelled === true,
        }))
      : undefined,
  }),
});
