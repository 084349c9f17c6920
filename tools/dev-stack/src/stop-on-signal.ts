/**
 * Runs `stop` at the first SIGINT or SIGTERM, then ends with the code that tells of the signal; a second one ends at once.
 * Gives a function that tells whether that has begun: then nobody else should end the process.
 */
export function stopOnSignal(stop: () => Promise<void>): () => boolean {
  let asked = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    const code = signal === 'SIGINT' ? 130 : 143;
    if (asked) process.exit(code);
    asked = true;
    stop().then(
      () => process.exit(code),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  return () => asked;
}
