import { SERVICES, type ServiceName } from '@callboard/contracts';
import { eventually } from '@callboard/testing';
import { Broken, brokenNow } from '../invariants/invariants';
import type { Run } from '../fault';
import { walkOverHttp } from './claims';
import { Load } from './load';
import type { World } from './world';

/** A place at which one service can be made to die. */
export interface Place {
  readonly service: ServiceName;
  readonly point: string;
}

/** Everything that services come to in a walk: a dry run writes it down. */
export async function placesOf(world: World): Promise<Place[]> {
  for (const service of SERVICES) world.failPoints(service).record();
  for (let turn = 0; turn < 2; turn += 1) await walk(world);
  return SERVICES.flatMap((service) =>
    world
      .failPoints(service)
      .recorded()
      .map((point) => ({ service, point })),
  );
}

/** Has a service die at each of these places in turn, one of each service at once, while work goes on. */
export async function dieAtEach(
  { world, random, counts, say }: Run,
  places: readonly Place[],
): Promise<void> {
  const rest = [...places];
  while (rest.length > 0) {
    const together = SERVICES.flatMap((service) => rest.find((place) => place.service === service) ?? []);
    for (const place of together) rest.splice(rest.indexOf(place), 1);
    for (const { service, point } of together) world.failPoints(service).arm(point, random.between(1, 2));
    await walkUntilDead(world, together);
    for (const place of together) {
      const { died } = world.failPoints(place.service);
      counts.add(died ? 'kills' : 'not come to again');
      if (!died) say(`not come to: ${place.service}, ${place.point}`);
      world.failPoints(place.service).disarm();
    }
    await allReady(world);
    const lines = await brokenNow(world);
    if (lines.length > 0) throw new Broken([`after ${JSON.stringify(together)}`, ...lines]);
  }
}

const MOST_WALKS = 6;

async function walkUntilDead(world: World, places: readonly Place[]): Promise<void> {
  const anyLeft = (): boolean => places.some(({ service }) => !world.failPoints(service).died);
  for (let turn = 0; turn < MOST_WALKS && anyLeft(); turn += 1) await walk(world);
}

async function walk(world: World): Promise<void> {
  await Promise.all([new Load(world).tag(2, 2), walkOverHttp(world)]);
}

/** Waits until every process of the stack is there and ready. */
export async function allReady(world: World): Promise<void> {
  const ready = async (): Promise<boolean> => {
    const each = world.stack.processes.map(
      async ({ healthUrl }) => (await fetch(`${healthUrl}/health/ready`)).ok,
    );
    return (await Promise.all(each)).every(Boolean);
  };
  await eventually('all processes are ready', ready, { timeoutMs: 60_000 });
}
