import { AsyncLocalStorage } from 'node:async_hooks';

const contexts: AsyncLocalStorage<unknown>[] = [];

/**
 * A context that one piece of work has for itself, such as its transaction: what is done for several at once is no part
 * of it ({@link apart}). Made once for each module that needs one.
 */
export function workContext<T>(): AsyncLocalStorage<T | undefined> {
  const context = new AsyncLocalStorage<T | undefined>();
  contexts.push(context as AsyncLocalStorage<unknown>);
  return context;
}

/** Runs `work`, and everything that it awaits, outside of every {@link workContext}. Traces go on. */
export function apart<T>(work: () => T): T {
  return contexts.reduce<() => T>((inner, context) => () => context.run(undefined, inner), work)();
}
