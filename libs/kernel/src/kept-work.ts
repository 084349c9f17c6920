import { apart, workContext } from './work-context';

/** Work that is kept together with the reply to whoever asked for it, so that it is done once (ADR 16). */
export interface KeptWork {
  /** `run` is called once the work is kept, and never if it is not. It must not throw. */
  afterwards(run: () => void): void;
  /** As {@link keptStep}. */
  step<T>(name: string, work: () => Promise<T[]>): Promise<T[]>;
}

const current = workContext<KeptWork>();

/** Runs `work`, and everything that it awaits, as part of what `kept` keeps. */
export function runKept<T>(kept: KeptWork, work: () => Promise<T>): Promise<T> {
  return current.run(kept, work);
}

/**
 * For what must not be seen before the work is kept, such as a bell, news or a line in the log: `run` is called when it
 * is, at once where nobody asked by a key. It must not throw.
 */
export function onceKept(run: () => void): void {
  const kept = current.getStore();
  if (kept === undefined) run();
  // What goes on from there is no part of that work any more.
  else kept.afterwards(() => apart(run));
}

/**
 * For work that asks another service in its middle: what was done and found before is kept, by its name, so that a
 * repeat goes on from there with the same things. Nothing found is nothing kept. Where nobody asked by a key, this just
 * runs `work`. What it gives has to be JSON.
 */
export function keptStep<T>(name: string, work: () => Promise<T[]>): Promise<T[]> {
  const kept = current.getStore();
  return kept === undefined ? work() : kept.step(name, work);
}
