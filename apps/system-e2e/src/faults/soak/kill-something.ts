import { serverBack } from '../world/servers-back';
import type { Random } from '../random';
import type { World } from '../world/world';

const BROKER = 'nats-server';
const BROKER_WITH_DATA = 'nats-server and its data';
const DATABASE = 'postgres';

/** kill -9 of one process, whichever. Gives its name without its number. */
export async function killSomething(world: World, random: Random): Promise<string> {
  const processes = world.processes.map(({ plan }) => plan.name);
  const victim = random.pick([...processes, BROKER, BROKER_WITH_DATA, DATABASE]);
  if (victim === BROKER_WITH_DATA) await world.stack.servers.loseBroker();
  else if (victim === BROKER) await serverBack(world, 'nats', kill);
  else if (victim === DATABASE) await serverBack(world, 'postgres', kill);
  else kill(world.processes.find(({ plan }) => plan.name === victim)?.pid);
  return victim.replace(/-\d+$/, '');
}

function kill(pid: number | undefined): void {
  if (pid !== undefined) process.kill(pid, 'SIGKILL');
}
