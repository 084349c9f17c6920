import { MESSAGE_BYTES, type DrsObjectIn, type ListInput, type StoredObject } from '@callboard/contracts';
import type { DomainError } from '@callboard/kernel';
import type { Candidate } from '../domain/admission';
import type { Taggable, TypeChange } from '../domain/tagging';

export const OBJECTS_STORE = Symbol('OBJECTS_STORE');

/** Most bytes of objects in the reply of a read, unless it is a single one (design 4, "Sizes"). */
export const READ_BYTES = 500_000;
/** Most bytes of objects in the reply of a write, which answers for everything written, and so fits a message. */
export const WRITTEN_BYTES = MESSAGE_BYTES - 4 * 1024 * 1024;
/** The same by the door of sites, where a reply is one message of the broker, 8 MB (ADR 13). */
export const WRITTEN_BYTES_OF_SITES = 7 * 1024 * 1024;

/** An object to be registered, as it is to be kept. */
export interface NewObject extends Candidate {
  readonly document: DrsObjectIn;
}

/** What became of an object that was to be registered; `created` is false for a repeat. */
export type Registration = { readonly object: StoredObject; readonly created: boolean } | DomainError;

/** Decides about locked objects; it may be called again when the database asks for another try. */
export type DecideTypes = (
  objects: ReadonlyMap<string, Taggable>,
  registered: ReadonlySet<string>,
) => readonly TypeChange[];

export interface FoundObjects {
  readonly objects: ReadonlyMap<string, StoredObject>;
  /** Ids that exist and were left out for their size. */
  readonly leftOut: ReadonlySet<string>;
}

/** One chunk of stored content, and what there is to know of the whole. */
export interface ContentChunk {
  readonly bytes: Uint8Array;
  readonly last: boolean;
  readonly size: number;
  readonly mimeType: string | null;
  readonly name: string | null;
}

export interface ObjectsStore {
  /** Registers those that {@link import('../domain/admission').admit} lets pass, with their contents, in one commit. */
  register(objects: readonly NewObject[], manager: string): Promise<Registration[]>;
  /** The objects that a site registered under these keys. */
  findRegistered(manager: string, keys: readonly string[]): Promise<Map<string, StoredObject>>;
  /** Objects by id; stops short of {@link READ_BYTES} unless it is a single one. */
  find(ids: readonly string[]): Promise<FoundObjects>;
  /**
   * Objects by ascending id; fewer than `limit` where a reply would grow beyond {@link READ_BYTES}.
   *
   * @throws DomainError `invalid-input` for a filter that is not taken, `query-too-slow`
   */
  page(asked: ListInput): Promise<{ objects: StoredObject[]; more: boolean }>;
  /**
   * Locks the objects, lets `decide` say what becomes of their types, saves it and appends the event, in one commit.
   * Gives all of these objects that exist as they are afterwards, and what changed.
   */
  retag(
    tagging: { objectIds: readonly string[]; types: readonly string[] },
    decide: DecideTypes,
  ): Promise<{ objects: ReadonlyMap<string, StoredObject>; changes: readonly TypeChange[] }>;
  /**
   * Locks the object, lets `decide` say what its description is to be (it throws a DomainError to refuse) and saves it
   * in one commit. The version grows unless nothing changes. Undefined when there is no such object; throws
   * `object-exists` when another object has one of the checksums.
   */
  change(objectId: string, decide: (object: StoredObject) => DrsObjectIn): Promise<StoredObject | undefined>;
  /** Undefined when there is no such object, no stored content of it, or no such chunk. */
  readChunk(objectId: string, n: number): Promise<ContentChunk | undefined>;
}
