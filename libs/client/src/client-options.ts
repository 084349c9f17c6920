import type { RetryPolicy } from './retry-delay';

/** Who calls: a client of a site, a user, or whoever holds a token that was made elsewhere and is not renewed. */
export type Login =
  | { readonly clientId: string; readonly clientSecret: string }
  | { readonly username: string; readonly password: string }
  | { readonly token: string };

export interface ClientOptions {
  /** Address of the gateway, such as `https://callboard.example.org`; it may have a path. */
  readonly url: string;
  /** Left out: only calls that are open to everybody. */
  readonly login?: Login;
  /** Most milliseconds of a call in all, repeats and waits included; two minutes unless given. */
  readonly timeoutMs?: number;
  /** Most milliseconds of one try; half a minute unless given. */
  readonly tryTimeoutMs?: number;
  readonly retries?: Partial<RetryPolicy>;
}

export const CALL_TIMEOUT_MS = 120_000;
export const TRY_TIMEOUT_MS = 30_000;
