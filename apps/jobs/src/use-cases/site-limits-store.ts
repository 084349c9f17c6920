export const SITE_LIMITS_STORE = Symbol('SITE_LIMITS_STORE');

/** How many jobs a site may hold at once. */
export interface SiteLimitsStore {
  /** Null without a limit, also of a site that is not known. */
  limitOf(siteId: string): Promise<number | null>;
  /** Null takes a limit away. False when there is no such site. */
  limit(siteId: string, maxRunning: number | null): Promise<boolean>;
}
