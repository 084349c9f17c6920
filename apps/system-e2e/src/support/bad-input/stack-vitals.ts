import type { Stack } from '../../../../../tools/dev-stack/src/stack';

/** Process ids of everything that runs, PostgreSQL and NATS included. */
export function pidsOf(stack: Stack): Record<string, number | undefined> {
  const processes = stack.processes.map((each) => [each.plan.name, each.pid] as const);
  return { ...Object.fromEntries(processes), ...stack.servers.pids };
}

/** A figure of a process's own metrics, such as `process_resident_memory_bytes`. */
export async function metricOf(stack: Stack, process: string, name: string): Promise<number> {
  const reply = await fetch(`${stack.process(process).healthUrl}/metrics`);
  const line = (await reply.text()).split('\n').find((each) => each.startsWith(`${name} `));
  if (line === undefined) throw new Error(`${process} has no metric ${name}`);
  return Number(line.slice(name.length + 1));
}

export const heapOf = (stack: Stack, process: string): Promise<number> =>
  metricOf(stack, process, 'nodejs_heap_size_used_bytes');

export const residentOf = (stack: Stack, process: string): Promise<number> =>
  metricOf(stack, process, 'process_resident_memory_bytes');
