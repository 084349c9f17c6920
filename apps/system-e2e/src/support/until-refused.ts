import { eventually } from '@callboard/testing';

/** Asks until a token is refused, and gives every answer before, and how long it took in ms. */
export async function untilRefused(
  ask: () => Promise<number | string>,
): Promise<{ before: unknown[]; ms: number }> {
  const start = performance.now();
  const before: unknown[] = [];
  await eventually('the token to be refused', async () => {
    const answer = await ask().catch((error: unknown) => `no answer: ${String(error)}`);
    if (answer === 401 || answer === 'unauthenticated') return true;
    before.push(answer);
    return false;
  });
  return { before, ms: performance.now() - start };
}
