export { defineRepository, type Repository } from './define-repository';
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
export { readSiteSettings, type SiteSettings } from './site-settings';
