import type { Check } from '../check';
import { adminChecks } from './admin';
import { changesheetChecks } from './changesheets';
import { drsChecks } from './drs';
import { executionChecks } from './executions';
import { findChecks } from './finds';
import { jobChecks } from './jobs';
import { listChecks } from './lists';
import { metadataChecks } from './metadata';
import { objectChecks } from './objects';
import { queryChecks } from './queries';
import { registryChecks } from './registry';
import { resultChecks } from './results';
import { schedulerChecks } from './scheduler';
import { siteClientChecks } from './site-client';
import { systemChecks } from './system';
import { tokenChecks } from './tokens';
import { walkthroughChecks } from './walkthrough';
import { watcherChecks } from './watcher';

/** All checks, in the order in which they are made: later ones use what earlier ones made. */
export const CHECKS: readonly Check[] = [
  ...systemChecks,
  ...tokenChecks,
  ...registryChecks,
  ...objectChecks,
  ...walkthroughChecks,
  ...schedulerChecks,
  ...watcherChecks,
  ...jobChecks,
  ...listChecks,
  ...siteClientChecks,
  ...metadataChecks,
  ...resultChecks,
  ...queryChecks,
  ...changesheetChecks,
  ...findChecks,
  ...executionChecks,
  ...drsChecks,
  ...adminChecks,
];
