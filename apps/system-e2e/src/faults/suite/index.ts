import type { Fault } from '../fault';
import { brokerKilledInALoop } from './broker-killed-in-a-loop';
import { killedAtStatements } from './killed-at-statements';
import { postgresKilled } from './postgres-killed';

/** Every fault, in the order in which they are done. */
export const FAULTS: readonly Fault[] = [killedAtStatements, brokerKilledInALoop, postgresKilled];
