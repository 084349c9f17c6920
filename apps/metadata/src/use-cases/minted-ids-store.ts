export const MINTED_IDS_STORE = Symbol('MINTED_IDS_STORE');

export interface MintedId {
  readonly id: string;
  readonly schemaClass: string;
  readonly mintedBy: string;
  readonly mintedAt: Date;
  /** Where there is a document of this id. */
  readonly collection: string | null;
  /** What was bound to it. */
  readonly metadata: Readonly<Record<string, unknown>> | null;
}

export interface MintedIdsStore {
  /** Gives those that were free and are taken now. */
  take(ids: readonly string[], schemaClass: string, who: string): Promise<string[]>;
  /** One that was not deleted. */
  find(id: string): Promise<MintedId | undefined>;
  /** False when there is no such id any more. */
  bind(id: string, metadata: Readonly<Record<string, unknown>>, who: string): Promise<boolean>;
  /** False when there is no such id any more, or a document has it. */
  delete(id: string, who: string): Promise<boolean>;
}
