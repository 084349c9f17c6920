export { defineRepository, type Repository } from './define-repository';
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
