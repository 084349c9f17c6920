import type { Json } from '../json';

/** How two values are compared: by type first, then by value. A missing value is below null. */
export type Comparison = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** What is computed from a document. What a path does not lead to is missing. */
export type Expression =
  | { readonly is: 'literal'; readonly value: Json }
  /** The value at a path of the document; without steps the document itself. */
  | { readonly is: 'path'; readonly steps: readonly string[] }
  /** Members that are missing are left out. */
  | { readonly is: 'object'; readonly members: readonly (readonly [string, Expression])[] }
  /** Elements that are missing become null. */
  | { readonly is: 'array'; readonly elements: readonly Expression[] }
  | {
      readonly is: 'compare';
      readonly by: Comparison;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly is: 'and' | 'or'; readonly parts: readonly Expression[] }
  | { readonly is: 'not'; readonly part: Expression }
  | { readonly is: 'size'; readonly of: Expression }
  | { readonly is: 'in'; readonly value: Expression; readonly list: Expression }
  /** The first that is neither missing nor null, or else the last. */
  | { readonly is: 'if-null'; readonly parts: readonly Expression[] }
  | { readonly is: 'merge'; readonly parts: readonly Expression[] };
