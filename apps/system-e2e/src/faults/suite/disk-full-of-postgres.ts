import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Fault, Run } from '../fault';
import { fill, makeRoom, mountSmallDisk, noSmallDisk } from '../world/small-disk';
import { whileLoaded } from '../world/while-loaded';

export const diskFullOfPostgres: Fault = {
  name: 'disk-full-of-postgres',
  given: 'a PostgreSQL whose data is on a small disk',
  fault: 'the disk is full for 10 s, and then has room again',
  invariant: 'what cannot be kept is not acknowledged; what was, is there, and takes effect once',
  short: false,
  world: { furnish: diskOfItsOwn },
  skip: noSmallDisk,
  async run({ world, counts }: Run) {
    const disk = world.stack.folder.path;
    await whileLoaded(world, counts, async () => {
      await delay(1000);
      fill(disk);
      await delay(10_000);
      makeRoom(disk);
      counts.add('fills');
    });
  },
};

/** PostgreSQL makes its folder anew, so the disk is that of the whole, without the broker's store and the logs. */
function diskOfItsOwn(data: string): () => void {
  const folders = [data, join(data, 'nats'), join(data, 'logs')];
  const undo = folders.map((folder) => mountSmallDisk(folder, 512)).reverse();
  return () => undo.forEach((each) => each());
}
