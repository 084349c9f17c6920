export {
  defineGraph,
  type GraphDefinition,
  type GraphOptions,
  type GraphResult,
  type Step,
} from './define-graph';
export { defineOp, type Op, type OpContext, OpOutdated, OpSkipped } from './define-op';
export { defineRepository, type Repository } from './define-repository';
export { defineResource, Resource, type Resources } from './define-resource';
export { defineSchedule, type ScheduleDefinition, type ScheduleParts } from './define-schedule';
export {
  defineSensor,
  type NewsOf,
  type SensorContext,
  type SensorDefinition,
  type SensorResult,
  type WantedRun,
} from './define-sensor';
export {
  defineWorkflow,
  type JobContext,
  JobFailure,
  type JsonObject,
  type SiteObjects,
  type WorkflowDefinition,
} from './define-workflow';
export { drainOnSignal } from './drain-on-signal';
export { runSite, type RunningSite, type SiteOptions } from './run-site';
export type { RetryPolicy } from './retry-policy';
export { readSiteSettings, type SiteSettings } from './site-settings';
export type { Source, Wire } from './graphs/wire';
