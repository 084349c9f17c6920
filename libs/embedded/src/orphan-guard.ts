import { spawn } from 'node:child_process';

/** Waits for the end of its input, which the kernel closes when the process holding the other end dies. */
const WAIT_THEN_STOP = `trap '' HUP INT TERM; read -r _; kill -s "$1" "$2" 2>/dev/null`;

/**
 * Sees to it that a server does not outlive this process, even when this process is killed with SIGKILL and
 * can do nothing itself: a small shell holds a pipe to it and stops the server when the pipe breaks.
 *
 * @returns a function that ends the guard, to be called as soon as the server has exited
 */
export function guardAgainstOrphaning(pid: number, stopSignal: 'SIGINT' | 'SIGTERM'): () => void {
  const args = ['-c', WAIT_THEN_STOP, 'callboard-orphan-guard', stopSignal.slice('SIG'.length), String(pid)];
  const guard = spawn('/bin/sh', args, { cwd: '/', detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  guard.on('error', () => undefined);
  guard.stdin.on('error', () => undefined);
  guard.unref();
  if ('unref' in guard.stdin && typeof guard.stdin.unref === 'function') guard.stdin.unref();
  return () => void guard.kill('SIGKILL');
}
