import { EmbeddedError } from './embedded-error';
import { portTaken } from './free-port';
import { damaged } from './postgres-data';

/** A start that failed: what the server said, and where. */
export interface FailedStart {
  readonly dataDir: string;
  readonly port: number;
  readonly isNew: boolean;
  readonly lines: readonly string[];
}

const LAST_WORD = /\b(?:FATAL|PANIC): +(.*)$/;
const PORT_TAKEN = /Address already in use|could not create any TCP\/IP sockets/;
const IN_USE = /lock file "postmaster\.pid" already exists/;
const ORPHANS = /pre-existing shared memory block .* is still in use/;
/** The server said no for reasons that lie outside the data folder. */
const NOT_THE_DATA =
  /No space left|Cannot allocate memory|could not (?:create|map) .*shared memory|Too many open files|configuration parameter|invalid value for parameter|parameter .* requires|wrong ownership|Permission denied|could not load library|does not exist in .* version/;

/** Whether children of a killed server still hold its shared memory; they end as soon as they notice. */
export function orphansStillAtWork(lines: readonly string[]): boolean {
  return lines.some((line) => ORPHANS.test(line));
}

/** Turns the last words of a PostgreSQL that ended before it was ready into an error that says what to do. */
export function explainFailedStart({ dataDir, port, isNew, lines }: FailedStart): EmbeddedError {
  if (lines.some((line) => PORT_TAKEN.test(line))) return portTaken(port, lines);
  const said = lines.flatMap((line) => LAST_WORD.exec(line)?.[1] ?? []);
  const reason = said[0] ?? lines.at(-1) ?? 'it said nothing';
  if (lines.some((line) => IN_USE.test(line))) {
    return new EmbeddedError(
      'postgres-data-in-use',
      `${dataDir} is locked by another PostgreSQL server: stop it first, or use another folder`,
      lines,
    );
  }
  if (isNew || lines.some((line) => NOT_THE_DATA.test(line))) {
    return new EmbeddedError('start-failed', `PostgreSQL did not start on ${dataDir}: ${reason}`, lines);
  }
  return damaged(dataDir, reason, lines);
}
