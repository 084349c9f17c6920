import { ANONYMOUS, type Caller } from '@callboard/contracts';

const callers = new WeakMap<object, Caller>();

/** Notes who asks; the guard does it once per request. */
export function rememberCaller(request: object, caller: Caller): void {
  callers.set(request, caller);
}

/** Who asks; anonymous on routes that do not ask for a token. */
export function callerOf(request: object): Caller {
  return callers.get(request) ?? ANONYMOUS;
}
