import { Counter } from 'prom-client';

/** What the sweepers made good (design 6): bells rung again, operations opened late, jobs settled late. */
export const repairs = new Counter({
  name: 'callboard_jobs_repaired_total',
  help: 'What the sweepers of the service jobs made good',
  labelNames: ['repair'],
});
