import type { Check } from '../check';
import { attempts } from './attempts';
import { bells } from './bells';
import { claimOutcome } from './claim-outcome';
import { claimedHasClaim } from './claimed-has-claim';
import { deadLetters } from './dead-letters';
import { durables } from './durables';
import { firingHasJob } from './firing-has-job';
import { indexes } from './indexes';
import { jobMoves } from './job-moves';
import { jobStateInHistory } from './job-state-in-history';
import { leasesOver } from './leases-over';
import { oneOpenClaim } from './one-open-claim';
import { oneTriggeredJob } from './one-triggered-job';
import { openClaimHasOperation } from './open-claim-has-operation';
import { openClaimOfClaimed } from './open-claim-of-claimed';
import { openOperationHasClaim } from './open-operation-has-claim';
import { operationMoves } from './operation-moves';
import { operationStateInHistory } from './operation-state-in-history';
import { outboxSent } from './outbox-sent';
import { sensorNews } from './sensor-news';
import { sequences } from './sequences';
import { streams } from './streams';

/** Everything that always holds, in the order in which it is looked at. */
export const CHECKS: readonly Check[] = [
  oneOpenClaim,
  claimedHasClaim,
  openClaimOfClaimed,
  openClaimHasOperation,
  openOperationHasClaim,
  claimOutcome,
  attempts,
  jobStateInHistory,
  jobMoves,
  operationStateInHistory,
  operationMoves,
  leasesOver,
  oneTriggeredJob,
  firingHasJob,
  outboxSent,
  streams,
  durables,
  bells,
  deadLetters,
  sensorNews,
  sequences,
  indexes,
];
