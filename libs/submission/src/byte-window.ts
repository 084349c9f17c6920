/** Bytes as they come, of which only those are held that were not used yet. */
export class ByteWindow {
  private readonly source: AsyncIterator<Uint8Array>;
  private held: Buffer = Buffer.alloc(0);
  private at = 0;
  private before = 0;

  constructor(source: AsyncIterable<Uint8Array>) {
    this.source = source[Symbol.asyncIterator]();
  }

  /** What is held and not used. */
  get rest(): Buffer {
    return this.held.subarray(this.at);
  }

  /** How many bytes were used. */
  get offset(): number {
    return this.before + this.at;
  }

  use(bytes: number): void {
    this.at += bytes;
  }

  /** Holds at least one byte more, and twice as many as before if there are; false at the end. */
  async more(): Promise<boolean> {
    const pieces: Uint8Array[] = [this.rest];
    let wanted = Math.max(1, this.held.length - this.at);
    let came = 0;
    while (wanted > 0) {
      const next = await this.source.next();
      if (next.done) break;
      pieces.push(next.value);
      wanted -= next.value.length;
      came += next.value.length;
    }
    this.before += this.at;
    this.at = 0;
    this.held = Buffer.concat(pieces);
    return came > 0;
  }

  /** Lets the source go when nothing more is wanted of it. */
  async close(): Promise<void> {
    await this.source.return?.();
  }
}
