import type { LinkingDocument } from '../domain/links/direction';

export const LINKS_STORE = Symbol('LINKS_STORE');

/** Documents with as much of them as names others: of each the `slots`. */
export interface LinksStore {
  /** Those with these ids that exist. */
  find(ids: readonly string[], slots: readonly string[]): Promise<LinkingDocument[]>;
  /**
   * Those in which one of these ids stands somewhere. It gives at most `limit`.
   */
  naming(ids: readonly string[], slots: readonly string[], limit: number): Promise<LinkingDocument[]>;
}
