import { messageOf } from '@callboard/kernel';
import type { Readiness } from '@callboard/messaging';

/** Of each check: `ok`, or why not. */
export interface HealthReport {
  ready: boolean;
  checks: Record<string, string>;
}

const CHECK_TIMEOUT_MS = 2_000;

/** What must work before this process takes work. Ready means: started, not stopping, and every check passes. */
export class Health implements Readiness {
  private readonly checks = new Map<string, () => Promise<void>>();
  private phase: 'starting' | 'running' | 'stopping' = 'starting';

  /** Adds a check, or replaces the one of that name. It rejects while the thing does not work; 2 s is the limit. */
  register(name: string, check: () => Promise<void>): void {
    this.checks.set(name, check);
  }

  markRunning(): void {
    this.phase = 'running';
  }

  markStopping(): void {
    this.phase = 'stopping';
  }

  async report(): Promise<HealthReport> {
    const named = await Promise.all(
      [...this.checks].map(async ([name, check]) => [name, await verdict(check)]),
    );
    const checks: Record<string, string> = Object.fromEntries(named);
    const passed = Object.values(checks).every((text) => text === 'ok');
    if (this.phase !== 'running') checks.process = this.phase;
    return { ready: passed && this.phase === 'running', checks };
  }
}

async function verdict(check: () => Promise<void>): Promise<string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve(`no answer within ${CHECK_TIMEOUT_MS} ms`), CHECK_TIMEOUT_MS);
  });
  const answer = Promise.resolve()
    .then(check)
    .then(() => 'ok', messageOf);
  const text = await Promise.race([answer, late]);
  clearTimeout(timer);
  return text;
}
