/** Where something stands in a file, once it is unpacked. */
export interface Place {
  /** From 1. */
  readonly line: number;
  /** In bytes, from 0. */
  readonly offset: number;
}

/** One document of a file, of so many bytes, or why it cannot be read. */
export type Entry =
  | { readonly place: Place; readonly value: unknown; readonly bytes: number }
  | { readonly place: Place; readonly problem: string };

/** Most bytes of one document, as text; what is longer is passed over. */
export const ENTRY_BYTES = 64 * 1024 * 1024;
