import type { ServiceName } from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import {
  checkNats,
  connectToNats,
  DEAD_LETTERS,
  type DeadLetterSink,
  EventPublisher,
  LOG,
  NATS_CONNECTION,
  NatsTransport,
  REPLY_KEEPER,
  type ReplyKeeper,
  READINESS,
  RequestClient,
  SERVICE,
  SETTINGS,
} from '@callboard/messaging';
import { type DynamicModule, Module, type Provider, type Type } from '@nestjs/common';
import type { NatsConnection } from 'nats';
import { processSettings, type ProcessSettings, readSettings, serviceSettings } from './environment';
import { Health } from './health';
import { createLog } from './logger';
import { transportMetrics } from './metrics';
import { PublishedAccess } from './published-access';
import { TokenRevocationNews } from './token-revocation-news';
import { siteVerifier, TokenVerifier } from './token-verifier';

/** What every process of the runtime has. Import it once, in the process's own module. */
@Module({})
export class ServiceKitModule {
  /** For a service: everything of {@link forEdge}, DATABASE_URL among the settings, and the transport that serves it. */
  static forService(service: ServiceName): DynamicModule {
    const settings = { provide: SETTINGS, useFactory: () => readSettings(serviceSettings) };
    return moduleOf([settings, ...providersOf(service), EventPublisherProvider, transportOf(service)]);
  }

  /** For a process without a database: it asks services, but serves and hears nothing itself. */
  static forEdge(name: string): DynamicModule {
    const settings = { provide: SETTINGS, useFactory: () => readSettings(processSettings) };
    return moduleOf([settings, ...providersOf(name), EventPublisherProvider]);
  }
}

type Provided = Exclude<Provider, Type>;

function moduleOf(providers: Provided[]): DynamicModule {
  return {
    module: ServiceKitModule,
    global: true,
    providers,
    exports: providers.map(({ provide }) => provide),
  };
}

const EventPublisherProvider: Provided = {
  provide: EventPublisher,
  inject: [NATS_CONNECTION],
  useFactory: (connection: NatsConnection) => new EventPublisher(connection),
};

function providersOf(name: string): Provided[] {
  return [
    { provide: SERVICE, useValue: name },
    { provide: LOG, useFactory: () => createLog(name) },
    {
      provide: NATS_CONNECTION,
      inject: [SETTINGS, LOG],
      useFactory: (settings: ProcessSettings, log: Log) => connect(name, settings, log),
    },
    { provide: Health, inject: [NATS_CONNECTION], useFactory: healthOf },
    { provide: READINESS, useExisting: Health },
    {
      provide: RequestClient,
      inject: [NATS_CONNECTION],
      useFactory: (connection: NatsConnection) => new RequestClient(connection),
    },
    {
      provide: PublishedAccess,
      inject: [RequestClient],
      useFactory: (requests: RequestClient) => new PublishedAccess(requests),
    },
    {
      provide: TokenRevocationNews,
      inject: [NATS_CONNECTION, PublishedAccess, TokenVerifier, LOG],
      useFactory: (
        connection: NatsConnection,
        { revocations }: PublishedAccess,
        tokens: TokenVerifier,
        log: Log,
      ) => new TokenRevocationNews(connection, revocations, tokens, log),
    },
    { provide: TokenVerifier, inject: [RequestClient, PublishedAccess, Health], useFactory: verifierOf },
  ];
}

function connect(name: string, settings: ProcessSettings, log: Log): Promise<NatsConnection> {
  const { NATS_URL: url, NATS_USER: user, NATS_PASSWORD: password } = settings;
  return connectToNats({ url, name, log, ...(user && { user }), ...(password && { password }) });
}

function healthOf(connection: NatsConnection): Health {
  const health = new Health();
  health.register('nats', () => checkNats(connection));
  return health;
}

/**
 * Whoever verifies tokens is ready once keys and revocations are known, and stays so while `sites` is down (design 7).
 * The service `sites` asks itself, which it can as soon as it listens.
 */
function verifierOf(requests: RequestClient, access: PublishedAccess, health: Health): TokenVerifier {
  const tokens = new TokenVerifier(requests, access);
  health.register('tokens', () => tokens.prepare());
  return tokens;
}

function transportOf(service: ServiceName): Provided {
  return {
    provide: NatsTransport,
    inject: [
      NATS_CONNECTION,
      LOG,
      TokenVerifier,
      DEAD_LETTERS,
      // A service without a database keeps no replies.
      { token: REPLY_KEEPER, optional: true },
    ],
    useFactory: (
      connection: NatsConnection,
      log: Log,
      tokens: TokenVerifier,
      deadLetters: DeadLetterSink,
      replyKeeper: ReplyKeeper | undefined,
    ) =>
      new NatsTransport({
        connection,
        service,
        log,
        deadLetters,
        replyKeeper,
        verifySite: siteVerifier(tokens),
        observer: transportMetrics,
      }),
  };
}
