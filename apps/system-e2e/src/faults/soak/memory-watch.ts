import { residentMb } from '../invariants/vitals';
import type { World } from '../world/world';

/** What all take at the end may be so many times what they took early on. */
const MOST_GROWTH = 1.25;
const FEWEST_SAMPLES = 24;

/** Looks at how much memory processes take, over a long time. */
export class MemoryWatch {
  /** Of all processes together, the broker included, in MB. */
  private readonly samples: number[] = [];

  constructor(private readonly world: World) {}

  /** A process that is just being started is not there yet: then the look does not count. */
  sample(): void {
    const pids = [...this.world.processes.map(({ pid }) => pid), this.world.stack.servers.pids.nats];
    const each = pids.map(residentMb);
    if (each.every((mb) => mb !== undefined)) this.samples.push(each.reduce((sum, mb) => sum + mb, 0));
  }

  get inWords(): string {
    const { early, late } = this.quarters();
    return `memory ${early} MB in the first quarter, ${late} MB in the last, ${this.samples.length} samples`;
  }

  /** What is wrong, in words. Few samples tell nothing. */
  faults(): string[] {
    const { early, late } = this.quarters();
    if (this.samples.length < FEWEST_SAMPLES || late <= early * MOST_GROWTH) return [];
    return [`I8: memory grew from ${early} MB to ${late} MB`];
  }

  private quarters(): { early: number; late: number } {
    const length = Math.max(1, Math.floor(this.samples.length / 4));
    return { early: median(this.samples.slice(0, length)), late: median(this.samples.slice(-length)) };
  }
}

function median(numbers: readonly number[]): number {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
}
