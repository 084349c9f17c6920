export const OBJECT_PROMISES = Symbol('OBJECT_PROMISES');

/** What sites were promised when they asked to put bytes into the object store. */
export interface ObjectPromises {
  /**
   * Which of these object ids were promised to the site.
   *
   * @throws DomainError `unavailable` when nobody can tell
   */
  kept(siteId: string, objectIds: readonly string[]): Promise<ReadonlySet<string>>;
}
