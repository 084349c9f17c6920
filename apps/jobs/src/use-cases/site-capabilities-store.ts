export const SITE_CAPABILITIES_STORE = Symbol('SITE_CAPABILITIES_STORE');

/** What a site is able to do, as of a version of the site's row. */
export interface SiteCapabilities {
  readonly siteId: string;
  readonly version: number;
  readonly capabilityIds: readonly string[];
}

export interface SiteCapabilitiesStore {
  /** Keeps what is newer than what is kept; events come in any order and more than once. */
  keep(sites: readonly SiteCapabilities[]): Promise<void>;
}
