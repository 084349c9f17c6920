/** What library code needs of a logger. `fields` become JSON members of the line; never put secrets in them. */
export interface Log {
  debug(fields: object, message: string): void;
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** A log for tests and tools that want none. */
export const silentLog: Log = { debug() {}, info() {}, warn() {}, error() {} };
