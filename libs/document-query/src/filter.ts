import type { Expression } from './expression/expression';
import type { Json } from './json';

export type { Json };

/** What a document is compared with: JSON, or a moment (`{"$date": ...}`). */
export type Operand = Json | Date;

/** What can be asked of the value at a path. Values inside an array count one by one (contract 3.6, array rules). */
export type Test =
  | { readonly is: 'equal'; readonly to: Operand }
  | { readonly is: 'in'; readonly list: readonly Operand[] }
  | { readonly is: 'ordered'; readonly by: Order; readonly to: number | string | boolean | Date }
  | { readonly is: 'there' }
  | { readonly is: 'of-size'; readonly size: number }
  | { readonly is: 'like'; readonly regex: string; readonly flags: string }
  | { readonly is: 'with-value'; readonly test: Test }
  | { readonly is: 'with-document'; readonly filter: Filter }
  | { readonly is: 'not'; readonly test: Test }
  | { readonly is: 'all'; readonly tests: readonly Test[] };

export type Order = '<' | '<=' | '>' | '>=';

/** A parsed filter. */
export type Filter =
  | { readonly is: 'and' | 'or' | 'nor'; readonly filters: readonly Filter[] }
  /** Holds if what is computed from the document is neither false, null, zero nor missing; of queries alone. */
  | { readonly is: 'expression'; readonly expression: Expression }
  | { readonly is: 'field'; readonly path: readonly string[]; readonly test: Test };
