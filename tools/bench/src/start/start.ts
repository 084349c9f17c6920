import type { Stack } from '../../../dev-stack/src/stack';
import { proportionalMb } from '../place/memory';
import { processesOf, startStack } from '../place/own-stack';
import type { TemporaryFolder } from '../place/temporary-folder';
import { untilIdle } from '../place/until-idle';
import type { Row } from '../report/row';

/** Start-up of a whole stack, on an empty folder and on what a stack before it left, and its memory once it is idle. */
export async function start(folder: TemporaryFolder): Promise<Row[]> {
  const first = await timed(() => startStack(folder, 'started'));
  await first.stack.stop();
  const second = await timed(() => startStack(folder, 'started'));
  try {
    const processes = processesOf(second.stack);
    await untilIdle(processes);
    return [
      { what: 'start until all is ready, a new folder', count: 1, onceMs: first.ms },
      { what: 'start until all is ready, the same folder again', count: 1, onceMs: second.ms },
      { what: 'memory of an idle stack (PSS)', count: processes.length, memoryMb: proportionalMb(processes) },
    ];
  } finally {
    await second.stack.stop(true);
  }
}

async function timed(starting: () => Promise<Stack>): Promise<{ stack: Stack; ms: number }> {
  const from = performance.now();
  const stack = await starting();
  return { stack, ms: performance.now() - from };
}
