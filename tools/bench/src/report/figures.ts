/** Times of one thing, in ms. */
export interface Figures {
  p50: number;
  p99: number;
}

/** Runs `work` some times to warm up, then `runs` times, one after the other. */
export async function timed(runs: number, work: () => Promise<unknown>): Promise<Figures> {
  for (let n = 0; n < Math.ceil(runs / 5); n += 1) await work();
  const times: number[] = [];
  for (let n = 0; n < runs; n += 1) {
    const start = performance.now();
    await work();
    times.push(performance.now() - start);
  }
  return figuresOf(times);
}

export function figuresOf(times: readonly number[]): Figures {
  const sorted = [...times].sort((one, other) => one - other);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return { p50: at(0.5), p99: at(0.99) };
}

/** Lines of a table, columns as wide as they need to be. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, at) =>
          isNumber(rows, at) ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
        )
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A column of numbers stands to the right. */
function isNumber(rows: readonly (readonly string[])[], column: number): boolean {
  return rows.slice(1).every((row) => /^[\d.]*$/.test(row[column] ?? ''));
}
