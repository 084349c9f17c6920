/** Life of an access token in seconds: a day (contract 0, "Token"). */
export const TOKEN_LIFE_S = 86_400;

/** How much longer than a day a token may be refused as revoked, for one that was being signed meanwhile. */
const MARGIN_S = 3_600;

/**
 * Seconds that a token made now may live: a day, but not beyond the end of its credentials.
 *
 * @returns 0 or less when they have ended
 */
export function tokenLife(now: Date, credentialsEnd?: Date): number {
  if (credentialsEnd === undefined) return TOKEN_LIFE_S;
  return Math.min(TOKEN_LIFE_S, Math.floor((credentialsEnd.getTime() - now.getTime()) / 1000));
}

/** A life as clients are told it, in whole minutes, never too long (contract 1.2, "Token reply"). */
export function inDaysHoursMinutes(seconds: number): { days: number; hours: number; minutes: number } {
  const minutes = Math.floor(seconds / 60);
  return { days: Math.floor(minutes / 1440), hours: Math.floor(minutes / 60) % 24, minutes: minutes % 60 };
}

/** How long tokens of a key that signs no more are taken, in seconds: until the last of them has expired. */
export const KEY_KEPT_S = TOKEN_LIFE_S + MARGIN_S;

/** When every token that a client can have at `now` has expired by itself. */
export function lastTokenEnd(now: Date): Date {
  return new Date(now.getTime() + KEY_KEPT_S * 1000);
}
