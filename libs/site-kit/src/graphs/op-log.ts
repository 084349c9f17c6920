import type { Log } from '@callboard/kernel';
import { plainText } from './plain-text';
import type { RunRecord } from './run-record';

/** Lines of one attempt that are kept; the rest goes to the site's own log alone. */
const MOST_LINES = 1000;
const LINE_LENGTH = 2000;

/** Lines of one attempt of an op: into the log of the site, and from `info` on into the record of the run. */
export class OpLog implements Log {
  private lines = 0;

  constructor(
    private readonly of: { readonly op: string; readonly attempt: number },
    private readonly log: Log,
    private readonly record: RunRecord,
  ) {}

  debug(fields: object, message: string): void {
    this.log.debug({ ...this.of, ...fields }, message);
  }

  info(fields: object, message: string): void {
    this.log.info({ ...this.of, ...fields }, message);
    this.keep('info', fields, message);
  }

  warn(fields: object, message: string): void {
    this.log.warn({ ...this.of, ...fields }, message);
    this.keep('warn', fields, message);
  }

  error(fields: object, message: string): void {
    this.log.error({ ...this.of, ...fields }, message);
    this.keep('error', fields, message);
  }

  private keep(level: string, fields: object, message: string): void {
    this.lines += 1;
    if (this.lines > MOST_LINES) return;
    const text =
      this.lines === MOST_LINES ? 'further lines are in the log of the site alone' : written(fields, message);
    const at = new Date().toISOString();
    this.record.line(this.of, { at, level, text: plainText(text, LINE_LENGTH) });
  }
}

function written(fields: object, message: string): string {
  if (Object.keys(fields).length === 0) return message;
  try {
    return `${message} ${JSON.stringify(fields, plainError)}`;
  } catch {
    return message;
  }
}

const plainError = (_key: string, value: unknown): unknown =>
  value instanceof Error ? `${value.name}: ${value.message}` : value;
