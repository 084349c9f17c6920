/** An op as far as the order of a run goes. */
export interface Planned {
  readonly name: string;
  readonly after: readonly string[];
}

type Standing = 'waiting' | 'running' | 'succeeded' | 'skipped' | 'failed';

/** Which ops of a run are to be started when. Pure: nothing runs here. */
export class GraphPlan {
  private readonly standings: Map<string, Standing>;

  /** `kept` are those that succeeded in an earlier attempt. */
  constructor(
    private readonly ops: readonly Planned[],
    kept: ReadonlySet<string>,
  ) {
    this.standings = new Map(ops.map(({ name }) => [name, kept.has(name) ? 'succeeded' : 'waiting']));
  }

  /** Ops that wait for nothing any more, in the order in which they were wired. */
  ready(): string[] {
    const isReady = ({ name, after }: Planned): boolean =>
      this.is(name, 'waiting') && after.every((before) => this.is(before, 'succeeded'));
    return this.ops.filter(isReady).map(({ name }) => name);
  }

  start(name: string): void {
    this.standings.set(name, 'running');
  }

  succeed(name: string): void {
    this.standings.set(name, 'succeeded');
  }

  fail(name: string): void {
    this.standings.set(name, 'failed');
  }

  /** Skips an op. Gives those behind it, which are skipped for that. */
  skip(name: string): string[] {
    const behind = this.behind(name);
    for (const each of [name, ...behind]) this.standings.set(each, 'skipped');
    return behind;
  }

  /** Has an op run again, with everything that stands on it; gives false when `by` is neither that op nor stands on it. */
  redo(name: string, by: string): boolean {
    const behind = this.behind(name);
    if (name !== by && !behind.includes(by)) return false;
    for (const each of [name, ...behind]) this.standings.set(each, 'waiting');
    return true;
  }

  private is(name: string, standing: Standing): boolean {
    return this.standings.get(name) === standing;
  }

  /** Everything that stands on this op; ops are wired after those that they stand on. */
  private behind(name: string): string[] {
    const found = new Set([name]);
    for (const op of this.ops) if (op.after.some((before) => found.has(before))) found.add(op.name);
    found.delete(name);
    return [...found];
  }
}
