import type { DrsObjectIn, StoredObject } from '@callboard/contracts';
import type { SiteObjects } from '../define-workflow';

/** Most ids of one direction that an event names. */
const MOST_IDS = 1000;

/** Objects of one attempt of an op; keeps which it read and which it made. */
export class TracedObjects implements SiteObjects {
  private readonly got = new Set<string>();
  private readonly made = new Set<string>();

  constructor(private readonly objects: SiteObjects) {}

  /** As an event names them. */
  get traces(): { inputs: string[]; outputs: string[] } {
    return { inputs: [...this.got].slice(0, MOST_IDS), outputs: [...this.made].slice(0, MOST_IDS) };
  }

  async get(id: string): Promise<StoredObject> {
    const object = await this.objects.get(id);
    this.got.add(object.id);
    return object;
  }

  async *read(id: string): AsyncIterable<Uint8Array> {
    this.got.add(id);
    yield* this.objects.read(id);
  }

  async store(content: Parameters<SiteObjects['store']>[0]): Promise<StoredObject> {
    return this.note(await this.objects.store(content));
  }

  async register(key: string, object: DrsObjectIn): Promise<StoredObject> {
    return this.note(await this.objects.register(key, object));
  }

  private note(object: StoredObject): StoredObject {
    this.made.add(object.id);
    return object;
  }
}
