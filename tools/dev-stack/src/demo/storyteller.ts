/** Prints the demo: notes, and steps with the time since the first one and since the one before. */
export class Storyteller {
  private readonly began = performance.now();
  private readonly told: { name: string; at: number }[] = [];

  title(text: string): void {
    console.log(`\n${text}\n`);
  }

  note(text: string): void {
    console.log(`    ${text}`);
  }

  elapsed(): string {
    return `${((performance.now() - this.began) / 1000).toFixed(1)} s`;
  }

  /** Tells a step once; a repeat of the same step is not a step. `at` is the time it was heard of. */
  step(name: string, detail: string, at = performance.now()): void {
    if (this.told.some((step) => step.name === name)) return;
    this.told.push({ name, at });
    this.line(name, detail, at);
  }

  /** Tells how far the step told last has come: a line of its own, and no hop. */
  further(detail: string): void {
    this.line('', detail, performance.now());
  }

  has(name: string): boolean {
    return this.told.some((step) => step.name === name);
  }

  /** Milliseconds of each hop, in the order of time. */
  hops(): void {
    const steps = [...this.told].sort((a, b) => a.at - b.at);
    console.log('\n  hop                                          ms');
    steps.slice(1).forEach((step, at) => {
      const before = steps[at] ?? step;
      console.log(
        `  ${`${before.name} -> ${step.name}`.padEnd(38)} ${(step.at - before.at).toFixed(1).padStart(8)}`,
      );
    });
    const [first] = steps;
    const last = steps.at(-1);
    if (first && last)
      console.log(`  ${'in all'.padEnd(38)} ${(last.at - first.at).toFixed(1).padStart(8)}\n`);
  }

  private line(name: string, detail: string, at: number): void {
    const since = at - (this.told[0]?.at ?? at);
    console.log(`  ${`+${since.toFixed(0)} ms`.padStart(10)}  ${name.padEnd(20)} ${detail}`);
  }
}
