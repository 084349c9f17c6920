export const UPDATE_OPERATORS = ['$set', '$unset', '$push', '$pull', '$addToSet'] as const;
export type UpdateOperator = (typeof UPDATE_OPERATORS)[number];

/** What is done at one path of a document. */
export interface Operation {
  readonly operator: UpdateOperator;
  readonly path: readonly string[];
  /** Of `$set` the one value; of the others what goes in or out. */
  readonly values: readonly unknown[];
}
