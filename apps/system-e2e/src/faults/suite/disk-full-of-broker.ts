import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Run } from '../fault';
import { fill, makeRoom, mountSmallDisk, noSmallDisk } from '../world/small-disk';
import { waitingEvents } from '../world/waiting-events';
import { whileLoaded } from '../world/while-loaded';

export const diskFullOfBroker: Fault = {
  name: 'disk-full-of-broker',
  given: 'a broker whose store is on a small disk',
  fault: 'the disk is full for 10 s, and then has room again',
  invariant: 'events wait in the outbox; every one takes effect, once',
  short: false,
  world: { furnish: (data) => mountSmallDisk(join(data, 'nats'), 256) },
  skip: noSmallDisk,
  async run({ world, counts }: Run) {
    const disk = world.stack.folder.file('nats');
    await whileLoaded(world, counts, async () => {
      await delay(1000);
      fill(disk);
      await delay(10_000);
      counts.set('events waiting', await waitingEvents(world));
      makeRoom(disk);
      counts.add('fills');
    });
  },
};
