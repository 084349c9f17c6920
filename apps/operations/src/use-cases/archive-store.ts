export const ARCHIVE_STORE = Symbol('ARCHIVE_STORE');

export interface ArchivePage {
  readonly after?: string | undefined;
  readonly limit: number;
  readonly olderThanDays: number;
  /** Promised objects that are registered. */
  readonly registered: readonly string[];
}

export interface Archived {
  readonly looked_at: number;
  readonly archived: number;
  readonly last: string | null;
  readonly promised: string[];
}

/** Operations that ended long ago. */
export interface ArchiveStore {
  /** Archives what is due on a page of operations by ascending id. */
  archive(page: ArchivePage): Promise<Archived>;
}
