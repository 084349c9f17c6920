import { createHash } from 'node:crypto';
import { Seeded } from '../support/bad-input/seeded';

/** Choices that look random and are the same for the same seed and name, whatever else runs beside them. */
export class Random {
  private readonly seeded: Seeded;

  constructor(seed: number, name: string) {
    this.seeded = new Seeded(createHash('sha256').update(`${seed} ${name}`).digest().readUInt32BE(0));
  }

  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.seeded.below(most - least + 1);
  }

  pick<T>(items: readonly T[]): T {
    const item = items[this.seeded.below(items.length)];
    if (item === undefined) throw new Error('there is nothing to pick from');
    return item;
  }

  /** `count` of these in any order, all of them unless told. */
  some<T>(items: readonly T[], count = items.length): T[] {
    return this.seeded.some(items, count);
  }
}
