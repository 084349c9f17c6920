export const MINTED_IDS_STORE = Symbol('MINTED_IDS_STORE');

export interface MintedId {
  readonly id: string;
  readonly schemaClass: string;
  readonly mintedBy: string;
  readonly mintedAt: Date;
  /** Where there is a document of this id. */
  readonly collection: string | null;
}

export interface MintedIdsStore {
  /** Gives those that were free and are taken now. */
  take(ids: readonly string[], schemaClass: string, who: string): Promise<string[]>;
  find(id: string): Promise<MintedId | undefined>;
}
