import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { World } from './world';
import { asking } from './asking';
import { OBJECT_TYPE } from './workflows';

const TAGGERS = 4;

/** People who register and tag objects, and ask again whatever is not answered. */
export class Load {
  private going = false;
  private running: Promise<void> | undefined;
  private count = 0;

  constructor(
    private readonly world: World,
    /** Of each tagger after each object, in ms. */
    private readonly pauseMs = 0,
  ) {}

  /** Objects tagged so far. */
  get tagged(): number {
    return this.count;
  }

  /** Tags as fast as it is answered, by a few at a time, until {@link stop}. */
  start(): void {
    this.going = true;
    this.running ??= this.run(TAGGERS, () => this.going);
  }

  /** Resolves when what was begun is answered. Throws when something was not. */
  async stop(): Promise<void> {
    this.going = false;
    await this.running;
    this.running = undefined;
  }

  /** Tags so many. */
  async tag(count: number, taggers = TAGGERS): Promise<void> {
    let left = count;
    await this.run(taggers, () => left-- > 0);
  }

  private async run(taggers: number, more: () => boolean): Promise<void> {
    const tagger = async (): Promise<void> => {
      while (more()) {
        await this.tagOne();
        this.count += 1;
        if (this.pauseMs > 0) await delay(this.pauseMs);
      }
    };
    await Promise.all(Array.from({ length: taggers }, tagger));
  }

  private async tagOne(): Promise<void> {
    const id = await registered(this.world);
    await tag(this.world, id, [OBJECT_TYPE]);
  }
}

/** Registers one object more, and gives its id. */
export async function registered(world: World): Promise<string> {
  const key = randomUUID();
  const object = {
    name: `${key}.fa`,
    size: 1,
    checksums: [{ type: 'sha256', checksum: createHash('sha256').update(key).digest('hex') }],
    created_time: new Date().toISOString(),
    access_methods: [{ type: 'https', access_url: { url: `https://localhost/${key}.fa` } }],
  };
  const { body } = await asking<{ id?: string; details?: { object_id: string } }>(
    () => world.site,
    world.ledger,
    ['POST', '/objects', object],
    [201, 409],
  );
  return body.id ?? body.details?.object_id ?? '';
}

/** Tags an object, and notes that it was acknowledged. */
export async function tag(world: World, id: string, types: string[]): Promise<void> {
  await asking(() => world.site, world.ledger, ['PUT', `/objects/${id}/types`, types], [200]);
  world.ledger.tagged.set(id, types);
}
