import { join } from 'node:path';
import { Stack } from '../../../dev-stack/src/stack';
import { inTemporaryFolder, processesOf } from '../place/embedded';
import { proportionalMb } from '../place/memory';
import type { Row } from '../report/report';

/** Start-up of a whole stack on this machine, on an empty folder and on what a stack before it left, and its memory. */
export async function start(): Promise<Row[]> {
  const rows: Row[] = [];
  await inTemporaryFolder(async (folder, onSignal) => {
    for (const what of ['a new folder', 'the same folder again'] as const) {
      const from = performance.now();
      const starting = Stack.start({ data: join(folder, 'data'), filesFolder: folder });
      onSignal(async () => (await starting.catch(() => undefined))?.stop(true));
      const stack = await starting;
      const ms = performance.now() - from;
      rows.push({ what: `start until all is ready, ${what}`, each: { p50: ms, p99: ms } });
      if (what === 'a new folder') await stack.stop();
      else {
        rows.push({ what: 'memory of a stack that is ready, MB', note: memoryOf(stack) });
        await stack.stop(true);
      }
    }
  });
  return rows;
}

/** What processes share is counted in parts. */
function memoryOf(stack: Stack): string {
  const all = processesOf(stack).map(({ name, pid }) => ({ name, mb: proportionalMb(pid) ?? 0 }));
  const sum = all.reduce((total, { mb }) => total + mb, 0);
  if (sum === 0) return 'not told by this system';
  const parts = all.map(({ name, mb }) => `${name} ${mb.toFixed(0)}`);
  return `${sum.toFixed(0)} in all: ${parts.join(', ')}`;
}
