import { backlog } from './backlog/backlog';
import { burst } from './burst/burst';
import { claimsOverHttp } from './claims/claims-over-http';
import { claimsOverSiteKit } from './claims/claims-over-site-kit';
import { create } from './create/create';
import { lists } from './lists/lists';
import type { Bench } from './place/bench';
import { race } from './race/race';
import type { Row } from './report/report';
import { start } from './start/start';
import { walk } from './walk/walk';

export interface Scenario {
  run(bench: Bench): Promise<Row[]>;
  /** What it cannot do without: the database, or processes of its own on this machine. */
  needs?: 'database' | 'own stack';
  /** Takes minutes, so it is run when it is named only. */
  long?: true;
}

/** In the order in which they are run. */
export const SCENARIOS: Record<string, Scenario> = {
  walk: { run: walk },
  'claims-http': { run: claimsOverHttp },
  'claims-site-kit': { run: claimsOverSiteKit },
  create: { run: create },
  race: { run: race },
  burst: { run: burst, needs: 'database' },
  backlog: { run: backlog, long: true },
  start: { run: start, needs: 'own stack' },
  lists: { run: lists, needs: 'own stack', long: true },
};
