import { SETTLED, sqlCheck } from '../check';

export const leasesOver = sqlCheck<{ id: string; site_id: string; expire_time: Date }>({
  name: 'leases-over',
  holds: 'an operation whose lease is over is ended within seconds',
  sql: `
    select id, site_id, expire_time from operations.operations where state = 'open' and expire_time < ${SETTLED}`,
  words: ({ id, site_id, expire_time }) =>
    `the lease of operation ${id} (${site_id}) was over at ${expire_time.toISOString()}, and it is still open: does the service operations run?`,
});
