import type { ListInput, Site } from '@callboard/contracts';

export const SITES_STORE = Symbol('SITES_STORE');

export interface NewSite {
  id: string;
  /** Capabilities that the site has from now on. */
  granted: string[];
  /** Capabilities that were asked for and wait for a user admin. */
  requested: string[];
  /** Username of who administers the site from now on. */
  administrator: string;
}

/** Where sites are kept. Creating one makes its administrator and appends sites-changed in the same transaction. */
export interface SitesStore {
  /** @throws DomainError `already-exists`, or `unauthenticated` when the administrator has gone meanwhile */
  create(site: NewSite): Promise<Site>;
  /** Leaves an existing site as it is, its administrators too. True when the site was created. */
  createIfAbsent(site: NewSite): Promise<boolean>;
  /**
   * Replaces what a site is able to do, and appends sites-changed in the same transaction unless it was just that. What
   * was asked for and is granted now is asked for no more. Undefined when there is no such site.
   */
  grant(id: string, capabilityIds: readonly string[]): Promise<Site | undefined>;
  /** Those of the ids that exist, in any order. */
  find(ids: string[]): Promise<Site[]>;
  /** By ascending id. @throws DomainError `invalid-input` for a filter that is not taken, `query-too-slow` */
  page(asked: ListInput): Promise<{ sites: Site[]; more: boolean }>;
}
