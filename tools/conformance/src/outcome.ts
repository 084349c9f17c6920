/** One thing that is not as the contract has it, by its place in a reply. */
export interface Difference {
  /** Such as `resources[0].claims`; empty for the reply as a whole. */
  readonly place: string;
  readonly expected: string;
  readonly came: string;
}

/** A reply differs from the contract: the check ends, the others go on. */
export class Differs extends Error {
  constructor(
    /** Such as `POST /jobs`. */
    readonly call: string,
    readonly differences: readonly Difference[],
  ) {
    super(
      `${call}: ${differences.map(({ place, expected, came }) => `${place} ${expected}, ${came}`).join('; ')}`,
    );
  }
}

/** A check cannot be made here, and why. That is no difference. */
export class NotTried extends Error {}

export type Outcome =
  | { readonly kind: 'ok' }
  | { readonly kind: 'differs'; readonly call: string; readonly differences: readonly Difference[] }
  | { readonly kind: 'not tried'; readonly why: string };

/** A value in a line of a table. */
export function shown(value: unknown): string {
  const text = value === undefined ? 'nothing' : (JSON.stringify(value) ?? String(value));
  return text.length > 160 ? `${text.slice(0, 160)}...` : text;
}
