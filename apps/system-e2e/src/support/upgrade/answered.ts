import type { ManagedProcess } from '../../../../../tools/dev-stack/src/managed-process';

const COUNT = /^callboard_request_duration_seconds_count\{(?<labels>[^}]*)\} (?<count>\d+)$/gm;

/** How many requests of a verb a process has answered, by outcome: `ok` or the code of the refusal. */
export async function answered(process: ManagedProcess, verb: string): Promise<Record<string, number>> {
  const text = await (await fetch(`${process.healthUrl}/metrics`)).text();
  const counts: Record<string, number> = {};
  for (const { groups } of text.matchAll(COUNT)) {
    if (!groups?.labels?.includes(`verb="${verb}"`)) continue;
    const outcome = /outcome="([^"]*)"/.exec(groups.labels)?.[1] ?? '';
    counts[outcome] = (counts[outcome] ?? 0) + Number(groups.count);
  }
  return counts;
}
