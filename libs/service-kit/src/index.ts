export {
  processSettings,
  type ProcessSettings,
  readSettings,
  serviceSettings,
  type ServiceSettings,
  SettingsError,
} from './environment';
export { LEAST_OUTBOX_DAYS, retentionSettings } from './retention';
export { createLog } from './logger';
export { NestLog } from './nest-log';
export { Health, type HealthReport } from './health';
export { type HealthServer, startHealthServer } from './health-server';
export {
  collectProcessMetrics,
  eventsHandled,
  metricsText,
  requestDuration,
  requestsInFlight,
  transportMetrics,
} from './metrics';
export { siteVerifier, TokenVerifier } from './token-verifier';
export type { VerifiedToken } from './verified-tokens';
export { ServiceKitModule } from './service-kit.module';
export { Repeating } from './repeating';
export { runProcess, type RunningProcess, startProcess } from './run-process';
export { runService, startService } from './run-service';
export { LOG, NATS_CONNECTION, READINESS, type Readiness, SERVICE, SETTINGS } from '@callboard/messaging';
