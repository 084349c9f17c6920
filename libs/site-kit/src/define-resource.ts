/** What a resource is made from, and how it is given up. */
export interface ResourceOptions<T> {
  /** For messages, such as `archive client`. */
  readonly name: string;
  make(): T | Promise<T>;
  close?(value: T): void | Promise<void>;
}

/** A value that many ops share, such as a client: made once in a process when the first op needs it. */
export class Resource<T> {
  private made: Promise<T> | undefined;

  constructor(private readonly options: ResourceOptions<T>) {}

  get name(): string {
    return this.options.name;
  }

  /** The value; one that could not be made is tried again the next time. */
  get(): Promise<T> {
    this.made ??= this.make();
    return this.made;
  }

  /** Gives the value up, if there is one. The site does so once all of its jobs have ended. */
  async close(): Promise<void> {
    const made = this.made;
    this.made = undefined;
    if (made !== undefined) await this.options.close?.(await made);
  }

  private async make(): Promise<T> {
    try {
      return await this.options.make();
    } catch (thrown) {
      this.made = undefined;
      throw thrown;
    }
  }
}

/** Declares what ops may ask for by `resources`. */
export function defineResource<T>(options: ResourceOptions<T>): Resource<T> {
  return new Resource(options);
}

/** Resources by the names that an op knows them by, and what it gets for them. */
export type Resources = Readonly<Record<string, Resource<unknown>>>;
export type ValuesOf<R extends Resources> = {
  readonly [K in keyof R]: R[K] extends Resource<infer T> ? T : never;
};
