import { createReadStream, statSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as delay } from 'node:timers/promises';
import type { Changes } from './history';

/** Services whose logs are looked into. */
const LOGS = ['jobs', 'objects', 'triggers'] as const;
type LogName = (typeof LOGS)[number];

/** How long each log was, in bytes. */
export type LogSizes = Record<LogName, number>;

/** What services say, at the level as shipped, of what a scenario makes them do. */
const LINES: readonly { log: LogName; message: string; atLeast(did: Did): number }[] = [
  { log: 'jobs', message: 'job queued', atLeast: (did) => did.changes['jobs made'] },
  { log: 'jobs', message: 'job claimed', atLeast: (did) => did.changes['jobs claimed'] },
  { log: 'objects', message: 'object tagged', atLeast: (did) => did.fired },
  { log: 'triggers', message: 'trigger fired', atLeast: (did) => did.fired },
];

/** What a scenario did, by the rows that it left. */
export interface Did {
  changes: Changes;
  /** Jobs that a trigger made. */
  fired: number;
}

const EVERY_MS = 200;
/** A line may be written after the answer that it tells of. */
const WITHIN_MS = 5_000;

export const sizesOf = (folder: string): LogSizes =>
  Object.fromEntries(LOGS.map((name) => [name, statSync(fileOf(folder, name)).size])) as LogSizes;

/**
 * Counts the lines that logs have gained; gives how many they were in all.
 *
 * @throws Error when there are fewer than what was done: then the logs are not at the level as shipped
 */
export async function demandLogs(
  folder: string,
  since: LogSizes,
  did: Did,
  withinMs = WITHIN_MS,
): Promise<number> {
  const giveUpAt = performance.now() + withinMs;
  for (;;) {
    const { lines, missing } = await look(folder, since, did);
    if (missing === undefined) return lines;
    if (performance.now() > giveUpAt)
      throw new Error(`${missing}: figures count with the logs as they ship only`);
    await delay(EVERY_MS);
  }
}

async function look(
  folder: string,
  since: LogSizes,
  did: Did,
): Promise<{ lines: number; missing: string | undefined }> {
  const found = new Map<string, number>();
  let lines = 0;
  for (const log of LOGS) {
    const input = createReadStream(fileOf(folder, log), { start: since[log] });
    for await (const line of createInterface({ input })) {
      lines += 1;
      const said = LINES.find((each) => each.log === log && line.includes(`"msg":"${each.message}"`));
      if (said !== undefined) found.set(said.message, (found.get(said.message) ?? 0) + 1);
    }
  }
  const short = LINES.find((each) => (found.get(each.message) ?? 0) < each.atLeast(did));
  if (short === undefined) return { lines, missing: undefined };
  const { log, message, atLeast } = short;
  return {
    lines,
    missing: `the log of ${log} says "${message}" ${found.get(message) ?? 0} times where it should ${atLeast(did)} times`,
  };
}

const fileOf = (folder: string, name: LogName): string => join(folder, `${name}.log`);
