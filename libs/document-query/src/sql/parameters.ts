/** The values of a statement, each bound as a parameter: nothing that was sent becomes part of the text. */
export class Parameters {
  readonly values: unknown[] = [];

  /** `before`: how many parameters the statement has besides. */
  constructor(private readonly before: number) {}

  /** Gives the placeholder, such as `$4::jsonb`. */
  add(value: unknown, type: string): string {
    this.values.push(value);
    return `$${this.before + this.values.length}::${type}`;
  }
}
