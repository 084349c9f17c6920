import type { Log } from '@callboard/kernel';
import type { LoggerService } from '@nestjs/common';

/** Sends Nest's own messages to our log. Its chatter at start is debug; its warnings and errors stay what they are. */
export class NestLog implements LoggerService {
  constructor(private readonly target: Log) {}

  log(message: unknown, ...more: unknown[]): void {
    this.target.debug(membersOf(more), textOf(message));
  }

  verbose(message: unknown, ...more: unknown[]): void {
    this.target.debug(membersOf(more), textOf(message));
  }

  debug(message: unknown, ...more: unknown[]): void {
    this.target.debug(membersOf(more), textOf(message));
  }

  warn(message: unknown, ...more: unknown[]): void {
    this.target.warn(membersOf(more), textOf(message));
  }

  error(message: unknown, ...more: unknown[]): void {
    this.target.error(
      { ...membersOf(more), ...(message instanceof Error ? { err: message } : {}) },
      textOf(message),
    );
  }

  fatal(message: unknown, ...more: unknown[]): void {
    this.error(message, ...more);
  }
}

/** Nest passes the name of the class that logs last, and sometimes a stack before it. */
function membersOf(more: readonly unknown[]): object {
  const context = more.at(-1);
  return typeof context === 'string' ? { nest: context } : {};
}

function textOf(message: unknown): string {
  if (message instanceof Error) return message.message;
  return typeof message === 'string' ? message : JSON.stringify(message);
}
