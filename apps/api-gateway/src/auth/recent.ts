/** How long a change of a user or of an allowance may go unseen, in ms (design 7). */
const FRESH_MS = 2_000;
const MOST_KEPT = 5_000;

interface Kept<T> {
  at: number;
  value: Promise<T>;
}

/** Keeps what was loaded by a key for two seconds. What could not be loaded is not kept. */
export class Recent<T> {
  private readonly kept = new Map<string, Kept<T>>();

  constructor(private readonly load: (key: string) => Promise<T>) {}

  find(key: string): Promise<T> {
    const known = this.kept.get(key);
    if (known !== undefined && performance.now() - known.at < FRESH_MS) return known.value;
    if (this.kept.size >= MOST_KEPT) this.kept.clear();
    const value = this.load(key);
    this.kept.set(key, { at: performance.now(), value });
    value.catch(() => this.kept.delete(key));
    return value;
  }
}
