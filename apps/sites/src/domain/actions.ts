/** What an allowance can be for (contract 2.9). */
export const ACTIONS = [
  '/metadata/changesheets:submit',
  '/metadata/json:submit',
  '/queries:run(query_cmd:DeleteCommand)',
  '/queries:run(query_cmd:AggregateCommand)',
  '/wf_file_staging',
  '/admin/allowances',
  '/admin/site_clients',
] as const;
export type Action = (typeof ACTIONS)[number];
