import { OP_OUTPUT_BYTES } from '@callboard/contracts';
import { JobFailure, type SiteObjects } from '../define-workflow';

/** Bytes of outputs that are kept with the run itself, so that all of them fit into the reply of `begin-run`. */
const BYTES_OF_RUN = 4 * 1024 * 1024;

/** The one field of what is kept in place of an output that is an object. */
const IN_OBJECT = 'callboard_output_object';

/** What the ops of one run gave. Each op gets its own copy, the same whether it is just made or read back. */
export class OpOutputs {
  private readonly byOp = new Map<string, unknown>();
  private bytes = 0;

  constructor(succeeded: readonly { op: string; output: unknown }[]) {
    for (const { op, output } of succeeded) this.keep(op, output);
  }

  has(op: string): boolean {
    return this.byOp.has(op);
  }

  keep(op: string, kept: unknown): void {
    this.byOp.set(op, kept);
    this.bytes += bytesOf(kept);
  }

  /** The form in which an output is kept: one that is too large becomes an object. @throws JobFailure when it is no JSON */
  async keptForm(name: string, output: unknown, objects: SiteObjects): Promise<unknown> {
    const text = asJson(output);
    const size = Buffer.byteLength(text);
    const fits = size <= OP_OUTPUT_BYTES && this.bytes + size <= BYTES_OF_RUN;
    if (fits && objectOf(output) === undefined) return JSON.parse(text);
    const object = await objects.store({
      name: `${name}.json`,
      mimeType: 'application/json',
      bytes: Buffer.from(text),
      description: `output of op ${name}`,
    });
    return { [IN_OBJECT]: object.id };
  }

  /** What an op gave. @throws DomainError `not-found` when its object is gone */
  async valueOf(op: string, objects: SiteObjects): Promise<unknown> {
    const kept = this.byOp.get(op);
    const objectId = objectOf(kept);
    if (objectId === undefined) return structuredClone(kept);
    await objects.get(objectId);
    const chunks: Uint8Array[] = [];
    for await (const chunk of objects.read(objectId)) chunks.push(chunk);
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  }
}

/** Id of the object that is kept in place of an output. */
function objectOf(kept: unknown): string | undefined {
  if (typeof kept !== 'object' || kept === null) return undefined;
  const id = (kept as Record<string, unknown>)[IN_OBJECT];
  return typeof id === 'string' ? id : undefined;
}

function asJson(output: unknown): string {
  try {
    return JSON.stringify(output ?? null);
  } catch (thrown) {
    throw new JobFailure('invalid-output', `the output is no JSON: ${String(thrown)}`, { retriable: false });
  }
}

const bytesOf = (kept: unknown): number => Buffer.byteLength(JSON.stringify(kept ?? null));
