import type { Fault } from '../fault';
import { brokerKilledInALoop } from './broker-killed-in-a-loop';
import { brokerLosesFolder } from './broker-loses-folder';
import { brokerRolledBack } from './broker-rolled-back';
import { claimantStopped } from './claimant-stopped';
import { clockAnHourOff } from './clock-an-hour-off';
import { diskFullOfBroker } from './disk-full-of-broker';
import { diskFullOfPostgres } from './disk-full-of-postgres';
import { eventsRepeated } from './events-repeated';
import { killedAtStatements } from './killed-at-statements';
import { missedAdvisory } from './missed-advisory';
import { networkCut } from './network-cut';
import { networkSlow } from './network-slow';
import { poisonJob } from './poison-job';
import { poisonMessage } from './poison-message';
import { postgresKilled } from './postgres-killed';
import { processKilled } from './process-killed';
import { raceForManyJobs } from './race-for-many-jobs';
import { raceForOneJob } from './race-for-one-job';
import { relayKilled } from './relay-killed';
import { rollingRestart } from './rolling-restart';
import { taggedAtOnce } from './tagged-at-once';
import { tenThousandObjects } from './ten-thousand-objects';
import { workerKilled } from './worker-killed';

/** Every fault, in the order in which they are done; those with a Callboard of their own come last. */
export const FAULTS: readonly Fault[] = [
  killedAtStatements,
  relayKilled,
  workerKilled,
  processKilled,
  brokerKilledInALoop,
  brokerLosesFolder,
  brokerRolledBack,
  postgresKilled,
  claimantStopped,
  raceForOneJob,
  raceForManyJobs,
  eventsRepeated,
  tenThousandObjects,
  taggedAtOnce,
  poisonJob,
  poisonMessage,
  clockAnHourOff,
  networkCut,
  networkSlow,
  diskFullOfBroker,
  diskFullOfPostgres,
  missedAdvisory,
  rollingRestart,
];
