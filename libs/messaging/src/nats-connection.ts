import { type Log, messageOf } from '@callboard/kernel';
import { linkOf } from './link';
import { connect, type ConnectionOptions, Events, type NatsConnection } from 'nats';

/** Where the broker is and as whom to log in. `url` may list several servers, separated by commas. */
export interface NatsSettings {
  url: string;
  user?: string;
  password?: string;
}

export interface ConnectSettings extends NatsSettings {
  /** Shown by the broker's monitoring. */
  name: string;
  log: Log;
  /** Sites must use `siteInboxPrefix(site)`: the broker lets them hear nothing else. */
  inboxPrefix?: string;
}

const RETRY_MS = 250;
/** Spread of retries, so that a broker that comes back is not stormed. */
const SPREAD_MS = 500;
const FIRST_REMINDER_MS = 3_000;

/**
 * Connects to NATS and stays connected for as long as the process lives: it waits for a broker that is not up yet,
 * and comes back after every loss, also after refused logins (a broker that restarts may refuse for a moment).
 * Rejects only when the settings themselves are unusable.
 */
export async function connectToNats(settings: ConnectSettings): Promise<NatsConnection> {
  const { log, name } = settings;
  const reminder = setInterval(
    () => log.warn({ nats: withoutLogin(settings.url) }, 'still waiting for NATS'),
    FIRST_REMINDER_MS,
  );
  try {
    const connection = await connect(connectionOptions(settings));
    log.debug({ nats: connection.getServer(), name }, 'connected to NATS');
    linkOf(connection);
    void logStatus(connection, log);
    return connection;
  } finally {
    clearInterval(reminder);
  }
}

/** Sends what is still to be sent and closes; without a server, or if it goes away meanwhile, closes at once. */
export async function closeNats(connection: NatsConnection): Promise<void> {
  const link = linkOf(connection);
  if (link.isUp && !connection.isClosed()) await link.orLost(connection.drain()).catch(() => undefined);
  await connection.close();
}

/** Resolves while the broker answers; rejects otherwise. For readiness checks. */
export async function checkNats(connection: NatsConnection): Promise<void> {
  try {
    await connection.rtt();
  } catch (error) {
    throw new Error(`NATS does not answer (${messageOf(error)})`);
  }
}

function connectionOptions(settings: ConnectSettings): ConnectionOptions {
  const { url, user, password, name, inboxPrefix } = settings;
  return {
    servers: url.split(',').map((server) => server.trim()),
    name,
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { pass: password }),
    ...(inboxPrefix === undefined ? {} : { inboxPrefix }),
    maxReconnectAttempts: -1,
    waitOnFirstConnect: true,
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: RETRY_MS,
    reconnectDelayHandler: () => RETRY_MS + Math.random() * SPREAD_MS,
    noAsyncTraces: true,
    pingInterval: 20_000,
  };
}

async function logStatus(connection: NatsConnection, log: Log): Promise<void> {
  for await (const { type, data } of connection.status()) {
    if (type === Events.Disconnect) log.warn({ nats: data }, 'lost NATS, reconnecting');
    else if (type === Events.Reconnect) log.info({ nats: data }, 'reconnected to NATS');
    else if (type === Events.Error) log.error({ reason: String(data) }, 'NATS reported an error');
  }
}

/** A URL may hold a password. */
function withoutLogin(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//');
}
