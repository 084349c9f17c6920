/** Which document of a batch the thread is looking at; both sides see it, also while the thread hangs. */
export class PlaceInBatch {
  private readonly cell: Int32Array;

  constructor(readonly memory = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT)) {
    this.cell = new Int32Array(memory);
  }

  set(at: number): void {
    Atomics.store(this.cell, 0, at);
  }

  get(): number {
    return Atomics.load(this.cell, 0);
  }
}
