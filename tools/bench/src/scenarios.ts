import { backlog } from './backlog/backlog';
import { burst } from './burst/burst';
import { claimsOverHttp } from './claims/claims-over-http';
import { claimsOverSiteKit } from './claims/claims-over-site-kit';
import { create } from './create/create';
import { lists } from './lists/lists';
import { metadata } from './metadata/metadata';
import type { Bench } from './place/bench';
import type { TemporaryFolder } from './place/temporary-folder';
import { race } from './race/race';
import type { Row } from './report/row';
import { start } from './start/start';
import { walk } from './walk/walk';

/** Something measured on a Callboard that runs. */
export interface Scenario {
  measure(bench: Bench): Promise<Row[]>;
  /** It looks into the database and at the processes, so it cannot do without a stack of its own. */
  needsOwnStack?: true;
  /** It writes rows by itself, past the services, whose logs cannot tell of them. */
  seeds?: true;
}

/** Something measured while nothing else of Callboard runs on this machine. */
export interface LoneScenario {
  measureAlone(folder: TemporaryFolder): Promise<Row[]>;
}

/** In the order in which they are run: what leaves jobs waiting comes late. */
export const SCENARIOS: Record<string, Scenario | LoneScenario> = {
  start: { measureAlone: start },
  walk: { measure: walk },
  burst: { measure: burst },
  'claims-http': { measure: claimsOverHttp },
  'claims-site-kit': { measure: claimsOverSiteKit },
  race: { measure: race },
  lists: { measure: lists, needsOwnStack: true, seeds: true },
  metadata: { measure: metadata },
  create: { measure: create },
  backlog: { measure: backlog },
};

/** Run when named only: they do not tell of the walk, and take a minute or more. */
export const BY_NAME: readonly string[] = ['lists', 'metadata'];
