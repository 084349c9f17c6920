import type { Log } from '@callboard/kernel';

/**
 * Keeps the process alive when the code of a job leaves a promise alone that is rejected: other jobs run beside it, and
 * what it belonged to ends by itself. An error that nobody caught still ends the process, since nobody knows what it left
 * half done; the leases of its jobs run out, and others take them. Gives what takes it back.
 */
export function outliveRejections(log: Log): () => void {
  const onRejection = (reason: unknown): void =>
    log.error({ err: reason }, 'a promise was rejected and nobody cared: await it, or catch what it throws');
  process.on('unhandledRejection', onRejection);
  return () => process.off('unhandledRejection', onRejection);
}
