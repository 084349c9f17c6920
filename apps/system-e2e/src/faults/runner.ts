import { messageOf } from '@callboard/kernel';
import { Counts } from './counts';
import type { Fault, Run } from './fault';
import { Broken, brokenNow, demandAll } from './invariants/invariants';
import { Random } from './random';
import type { Result } from './report';
import { World } from './world/world';

export interface RunnerOptions {
  readonly seed: number;
  readonly faults: readonly Fault[];
  readonly isShort: boolean;
  say(line: string): void;
}

/**
 * Does one fault after the other, each followed by all invariants. Those without a Callboard of their own share one;
 * after a failure that one is given up, so that the next fault is not blamed for it.
 */
export class Runner {
  private common: World | undefined;

  constructor(private readonly options: RunnerOptions) {}

  async run(): Promise<Result[]> {
    const results: Result[] = [];
    try {
      for (const fault of this.options.faults) results.push(await this.one(fault));
    } finally {
      await this.stop();
    }
    return results;
  }

  /** Ends what runs. Safe at any time. */
  async stop(): Promise<void> {
    const world = this.common;
    this.common = undefined;
    await world?.stop();
  }

  private async one(fault: Fault): Promise<Result> {
    const { say } = this.options;
    const skipped = fault.skip?.();
    say(`\n${fault.name}\n  given ${fault.given}\n  when ${fault.fault}\n  then ${fault.invariant}`);
    const counts = new Counts();
    const from = performance.now();
    const result = (more: Partial<Result>): Result => {
      const seconds = (performance.now() - from) / 1000;
      return { name: fault.name, seconds, counts, broken: [], ...more };
    };
    if (skipped !== undefined) return this.told(result({ skipped }));
    try {
      await this.inWorld(fault, counts);
      return this.told(result({}));
    } catch (thrown) {
      await this.stop();
      return this.told(result({ broken: messageOf(thrown).split('\n') }));
    }
  }

  private async inWorld(fault: Fault, counts: Counts): Promise<void> {
    // Two Callboards at once would only slow each other down.
    if (fault.world) await this.stop();
    const world = fault.world ? await World.start(fault.world) : await this.shared();
    try {
      await this.inflict(fault, world, counts);
    } finally {
      if (fault.world) await world.stop();
    }
  }

  private async inflict(fault: Fault, world: World, counts: Counts): Promise<void> {
    const { seed, isShort, say } = this.options;
    const before = await figuresOf(world);
    const run: Run = {
      world,
      counts,
      random: new Random(seed, fault.name),
      size: (full, short) => (isShort ? short : full),
      say: (line) => say(`    ${line}`),
      holds: () => demandAll(world),
    };
    try {
      await fault.run(run);
    } catch (thrown) {
      // What the fault saw, and what else is broken by now.
      const more = await brokenNow(world).catch((error: unknown) => [messageOf(error)]);
      throw new Broken([messageOf(thrown), ...more]);
    }
    await demandAll(world);
    const after = await figuresOf(world);
    for (const [what, count] of Object.entries(after)) counts.set(what, count - (before[what] ?? 0));
  }

  private async shared(): Promise<World> {
    this.common ??= await World.start();
    return this.common;
  }

  private told(result: Result): Result {
    const { say } = this.options;
    const seconds = `${result.seconds.toFixed(1)} s`;
    if (result.skipped !== undefined) say(`  skipped: ${result.skipped}`);
    else if (result.broken.length === 0) say(`  holds, ${seconds}: ${String(result.counts)}`);
    else say([`  BROKEN, ${seconds}: ${String(result.counts)}`, ...result.broken].join('\n    '));
    return result;
  }
}

const FIGURES = `
select (select count(*) from jobs.jobs)::int as jobs,
       (select count(*) from jobs.claims)::int as claims,
       (select count(*) from jobs.claims where outcome = 'expired')::int as expired`;

/** What there is, so that the table tells what a fault came to. */
async function figuresOf(world: World): Promise<Record<string, number>> {
  const { rows } = await world.database.query<Record<string, number>>(FIGURES);
  return { ...rows[0] };
}
