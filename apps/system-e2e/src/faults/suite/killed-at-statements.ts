import { SERVICES, type ServiceName } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import type { Fault, Run } from '../fault';
import { walkOverHttp } from '../world/claims';
import { Load } from '../world/load';
import type { World } from '../world/world';

/** A place at which one service can be made to die. */
interface Place {
  readonly service: ServiceName;
  readonly point: string;
}

/** A walk asks for readiness and looks for bells as well; nothing is at stake there. */
const OF_NO_ACCOUNT = /select 1 ~|select workflows ~|dead_letters/;

/** Before and after each statement that a walk makes, those of the relay and its publishing among them. */
export const killedAtStatements: Fault = {
  name: 'killed-at-statements',
  given: 'objects that are tagged, and jobs that are claimed, reported on and settled',
  fault:
    'a service is killed with SIGKILL right before or after one of its SQL statements, or of its publishing',
  invariant: 'all is as if nothing had happened',
  short: true,
  async run({ world, random, counts, size, say }: Run) {
    const places = await placesOf(world);
    counts.set('points', places.length);
    for (const place of random.some(places, size(places.length, 6))) {
      const died = await dieAt(world, place, random.between(1, 2));
      counts.add(died ? 'kills' : 'not come to again');
      if (!died) say(`not come to: ${place.service}, ${place.point}`);
    }
    await eventually('all processes are back', () => allBack(world), { timeoutMs: 60_000 });
  },
};

/** Everything that can be killed at in a walk: a dry run writes it down. */
async function placesOf(world: World): Promise<Place[]> {
  for (const service of SERVICES) world.failPoints(service).record();
  for (let turn = 0; turn < 2; turn += 1) await walk(world);
  return SERVICES.flatMap((service) =>
    world
      .failPoints(service)
      .recorded()
      .filter((point) => !OF_NO_ACCOUNT.test(point))
      .map((point) => ({ service, point })),
  );
}

const ENOUGH_WALKS = 6;

async function dieAt(world: World, { service, point }: Place, time: number): Promise<boolean> {
  const points = world.failPoints(service);
  points.arm(point, time);
  for (let turn = 0; turn < ENOUGH_WALKS && !points.died; turn += 1) await walk(world);
  points.disarm();
  return points.died;
}

async function walk(world: World): Promise<void> {
  await Promise.all([new Load(world).tag(2, 2), walkOverHttp(world)]);
}

async function allBack(world: World): Promise<boolean> {
  const ready = world.stack.processes.map(
    async ({ healthUrl }) => (await fetch(`${healthUrl}/health/ready`)).ok,
  );
  return (await Promise.all(ready)).every(Boolean);
}
