export { EmbeddedError, type EmbeddedErrorCode } from './embedded-error';
export { freePort, isPortFree } from './free-port';
export { startPostgres, type EmbeddedPostgres, type PostgresOptions } from './postgres';
export { resolveNatsServer, type NatsBinary, type ResolveNatsOptions } from './nats-binary';
export { startNats, type EmbeddedNats, type NatsOptions } from './nats';
export {
  brokerConfig,
  type BrokerConfigOptions,
  type BrokerUser,
  type ExportedService,
  type SiteLimits,
  type SiteUser,
} from './broker-config';
export type { SubjectRights } from './nats-subjects';
export type { LogLine, ServerExit } from './server-process';
