import { DOCUMENT_BYTES, SUBMISSION_BYTES } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { decodeJson, MalformedBody } from '@callboard/messaging';
import { ByteWindow } from './byte-window';
import { ValueEnd } from './value-end';

/** Found in a submission: a collection, and then its documents one by one. */
export type Found =
  | { readonly what: 'collection'; readonly name: string; readonly isList: boolean }
  | {
      readonly what: 'document';
      readonly collection: string;
      readonly place: number;
      readonly document: unknown;
    };

/** Keys beside the collections, which say of what kind the whole is (contract 6.1). */
const NOT_COLLECTIONS = ['@type'];

const [OPEN_OBJECT, CLOSE_OBJECT, OPEN_LIST, CLOSE_LIST, COMMA, COLON, QUOTE] = [...Buffer.from('{}[],:"')];

/** The text is no JSON object of collections; `offset` is the byte from which on. */
export class NotASubmission extends DomainError {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super('invalid-input', message, { offset });
  }
}

/**
 * Reads a submission as it comes, document by document (contract 6.1): of whatever size it is, only one document is held.
 *
 * @throws NotASubmission; DomainError `too-large` above 256 MiB, or above 4 MiB for one document
 */
export async function* readDocuments(source: AsyncIterable<Uint8Array>): AsyncGenerator<Found> {
  const reader = new Reader(new ByteWindow(source));
  try {
    yield* reader.whole();
  } finally {
    await reader.close();
  }
}

class Reader {
  private readonly seen = new Set<string>();

  constructor(private readonly window: ByteWindow) {}

  close(): Promise<void> {
    return this.window.close();
  }

  async *whole(): AsyncGenerator<Found> {
    await this.skipMark();
    await this.demand(OPEN_OBJECT, 'an object whose keys are collections');
    if ((await this.next()) === CLOSE_OBJECT) this.window.use(1);
    else yield* this.collections();
    const behind = await this.next();
    if (behind !== undefined) throw this.fault('nothing should stand behind the object');
  }

  private async *collections(): AsyncGenerator<Found> {
    for (;;) {
      if ((await this.next()) !== QUOTE) throw this.fault('the name of a collection was expected, in quotes');
      const name = String(this.parsed(await this.value()));
      if (this.seen.has(name))
        throw this.fault(`the key ${JSON.stringify(name.slice(0, 100))} stands there twice`);
      this.seen.add(name);
      await this.demand(COLON, 'a colon');
      yield* this.collection(name);
      if (!(await this.goesOn(CLOSE_OBJECT))) return;
    }
  }

  private async *collection(name: string): AsyncGenerator<Found> {
    if ((await this.next()) === OPEN_LIST && !NOT_COLLECTIONS.includes(name)) {
      yield { what: 'collection', name, isList: true };
      this.window.use(1);
      if ((await this.next()) === CLOSE_LIST) this.window.use(1);
      else yield* this.documents(name);
      return;
    }
    const value = this.parsed(await this.value());
    // No documents, as some write it.
    if (!NOT_COLLECTIONS.includes(name)) yield { what: 'collection', name, isList: value === null };
  }

  private async *documents(collection: string): AsyncGenerator<Found> {
    for (let place = 0; ; place += 1) {
      const document = this.parsed(await this.value());
      yield { what: 'document', collection, place, document };
      if (!(await this.goesOn(CLOSE_LIST))) return;
      if ((await this.next()) === CLOSE_LIST) throw this.fault('a document was expected behind the comma');
    }
  }

  private async goesOn(end: number | undefined): Promise<boolean> {
    const byte = await this.next();
    if (byte !== COMMA && byte !== end) throw this.fault('a comma or the end was expected');
    this.window.use(1);
    return byte === COMMA;
  }

  private async demand(byte: number | undefined, what: string): Promise<void> {
    if ((await this.next()) !== byte) throw this.fault(`${what} was expected`);
    this.window.use(1);
  }

  /** The next byte that is no space; undefined at the end. */
  private async next(): Promise<number | undefined> {
    for (;;) {
      const { rest } = this.window;
      let at = 0;
      while (at < rest.length && isSpace(rest[at])) at += 1;
      this.window.use(at);
      if (at < rest.length) return rest[at];
      if (!(await this.more())) return undefined;
    }
  }

  /** The bytes of the value that begins here. */
  private async value(): Promise<Buffer> {
    const end = new ValueEnd();
    for (let from = 0; ;) {
      const { rest } = this.window;
      const found = end.find(rest, from);
      if (found >= 0 || rest.length > DOCUMENT_BYTES) {
        if (found < 0 || found > DOCUMENT_BYTES)
          throw new DomainError(
            'too-large',
            `a document has more than the ${DOCUMENT_BYTES} bytes that are taken`,
          );
        if (found === 0) throw this.fault('a value was expected');
        this.window.use(found);
        return rest.subarray(0, found);
      }
      from = rest.length;
      if (!(await this.more())) throw this.fault('the text ends in the middle');
    }
  }

  private async more(): Promise<boolean> {
    const came = await this.window.more();
    if (this.window.offset + this.window.rest.length > SUBMISSION_BYTES)
      throw new DomainError('too-large', `a submission has at most ${SUBMISSION_BYTES} bytes: send several`);
    return came;
  }

  private parsed(bytes: Buffer): unknown {
    try {
      return decodeJson(bytes);
    } catch (error) {
      if (!(error instanceof MalformedBody)) throw error;
      throw new NotASubmission(this.window.offset - bytes.length, error.message);
    }
  }

  /** Some editors put a mark before UTF-8. */
  private async skipMark(): Promise<void> {
    while (this.window.rest.length < 3 && (await this.more()));
    const { rest } = this.window;
    if (rest[0] === 0xef && rest[1] === 0xbb && rest[2] === 0xbf) this.window.use(3);
    else if (rest[0] === 0xfe || rest[0] === 0xff) throw this.fault('the text is not UTF-8');
  }

  private fault(why: string): NotASubmission {
    return new NotASubmission(
      this.window.offset,
      `not a submission, from byte ${this.window.offset} on: ${why}`,
    );
  }
}

const isSpace = (byte: number | undefined): boolean =>
  byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
