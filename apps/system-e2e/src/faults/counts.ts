/** Named figures of one fault: `kills 4, jobs 300`. */
export class Counts {
  private readonly figures = new Map<string, number>();

  add(what: string, count = 1): void {
    this.figures.set(what, (this.figures.get(what) ?? 0) + count);
  }

  set(what: string, count: number): void {
    this.figures.set(what, count);
  }

  get(what: string): number {
    return this.figures.get(what) ?? 0;
  }

  toString(): string {
    return [...this.figures].map(([what, count]) => `${what} ${count}`).join(', ');
  }
}
