import { eventually } from '@callboard/testing';
import { doctor } from '../../../../tools/doctor/src/doctor';
import type { Stack } from '../../../../tools/dev-stack/src/stack';

/** Waits until the doctor finds nothing; else it fails with what the doctor said at last. */
export async function healthy({ dev }: Stack): Promise<void> {
  await eventually(
    'a clean bill of health',
    async () => {
      const said: string[] = [];
      const say = (line: string): void => void said.push(line);
      const args = ['--database', dev.databaseUrl, '--nats', dev.natsUrl];
      if ((await doctor({ args, env: {}, print: say, complain: say })) !== 0)
        throw new Error(said.join('; '));
      return true;
    },
    { timeoutMs: 60_000 },
  );
}
