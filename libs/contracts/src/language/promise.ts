import type { PublishedShapes } from './published-shapes';
import { breachesOf } from './schema-compatibility';

/**
 * What the committed promise and the shapes as they are now have to say to each other: every breach in words. No
 * breach means that whoever was written by the promise goes on.
 */
export function promiseBreaches(promised: PublishedShapes, now: PublishedShapes): string[] {
  return Object.entries(promised).flatMap(([name, parts]) => {
    const current = now[name];
    if (current === undefined) return [`${name}: was published, and is gone; right would be: keep it`];
    return Object.entries(parts).flatMap(([part, was]) => {
      const is = current[part];
      if (is === undefined) return [`${name}, ${part}: was published, and is gone; right would be: keep it`];
      const found = breachesOf(was, is, part === 'request' ? 'input' : 'output');
      return found.map(
        (each) =>
          `${name}, ${part}, ${each.path}: was ${each.was}, is ${each.is}; right would be: ${each.right}`,
      );
    });
  });
}

/**
 * The promise, grown by what is new. It never shrinks.
 *
 * @throws Error that names every breach, and what to do instead
 */
export function grownPromise(promised: PublishedShapes, now: PublishedShapes): PublishedShapes {
  const breaches = promiseBreaches(promised, now);
  if (breaches.length === 0) return now;
  const advice =
    'Within a version a contract only gains optional fields: leave it as it was, and put what is new beside it under a version of its own (docs/published-language.md).';
  throw new Error(
    ['The published language would break:', ...breaches.map((line) => `  ${line}`), advice].join('\n'),
  );
}
