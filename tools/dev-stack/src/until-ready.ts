import { StackError } from './stack-error';

const WITHIN_MS = 30_000;
const EVERY_MS = 50;

/** Waits until a process calls itself ready: started is not yet able to serve. */
export async function untilReady(name: string, healthUrl: string | undefined): Promise<void> {
  if (!healthUrl) return;
  const deadline = Date.now() + WITHIN_MS;
  for (;;) {
    const report = await readiness(healthUrl);
    if (report === undefined) return;
    if (Date.now() > deadline) throw new StackError(`${name} runs but is not ready: ${report}`);
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
  }
}

/** Undefined when ready, else what is missing. */
async function readiness(healthUrl: string): Promise<string | undefined> {
  try {
    const reply = await fetch(`${healthUrl}/health/ready`);
    return reply.ok ? undefined : await reply.text();
  } catch (thrown) {
    return String(thrown);
  }
}
