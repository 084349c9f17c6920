import type { RunningSite } from './run-site';

/** Drains the site on SIGTERM and SIGINT, then lets the process end; a second signal ends it at once with code 1. */
export function drainOnSignal(site: RunningSite): void {
  let asked = false;
  const onSignal = (): void => {
    if (asked) process.exit(1);
    asked = true;
    void site.drain().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
}
