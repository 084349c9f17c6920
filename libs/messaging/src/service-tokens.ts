/**
 * Nest injection tokens of what every process of this runtime has. service-kit provides them; they stand here so that
 * libraries below service-kit (the outbox) can ask for them.
 */

/** The process's one `NatsConnection`. */
export const NATS_CONNECTION = Symbol('NATS_CONNECTION');
/** The process's `Log`. */
export const LOG = Symbol('LOG');
/** The name of the process: a service's is its `ServiceName`. */
export const SERVICE = Symbol('SERVICE');
/** The settings that every process has, read from the environment. A service's hold `DATABASE_URL` too. */
export const SETTINGS = Symbol('SETTINGS');
/** The process's {@link Readiness}. */
export const READINESS = Symbol('READINESS');

/** Where a library says what must work before the process counts as ready. A check rejects while it does not. */
export interface Readiness {
  register(name: string, check: () => Promise<void>): void;
}
