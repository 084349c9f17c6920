import {
  type Caller,
  CONTENT_BYTES,
  type DrsObjectIn,
  nameOfCaller,
  type StoredObject,
} from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { siteAsking } from '../domain/rights';
import { withStoredAccess } from '../domain/stored-content';
import { ChooseObjectIds, type ChosenId } from './choose-object-ids';
import { MeasureContent } from './measure-content';
import { OBJECT_JOURNAL, type ObjectJournal } from './object-journal';
import { type NewObject, OBJECTS_STORE, type ObjectsStore, WRITTEN_BYTES } from './objects-store';
import { wholeOrEach } from './whole-or-each';

/** An object as a site describes it. */
export interface DescribedObject {
  readonly object: DrsObjectIn;
  /** The upload whose bytes become its stored content. */
  readonly uploadId?: string | undefined;
  /** Makes a repeat give the object of the first. */
  readonly registrationKey?: string | undefined;
}

/** The object as it is now, or why it was not registered. */
export type Answer = StoredObject | DomainError;

/** Registers objects for the calling site, which manages them from then on. */
@Injectable()
export class RegisterObjects {
  constructor(
    @Inject(OBJECTS_STORE) private readonly objects: ObjectsStore,
    @Inject(OBJECT_JOURNAL) private readonly journal: ObjectJournal,
    private readonly measureContent: MeasureContent,
    private readonly chooseIds: ChooseObjectIds,
  ) {}

  /** `mostBytes` is what the answer may take: whatever was registered is told in one reply. */
  async execute(
    items: readonly DescribedObject[],
    caller: Caller,
    mostBytes = WRITTEN_BYTES,
  ): Promise<Answer[]> {
    const manager = siteAsking(caller);
    requireFitting(items, mostBytes);
    const work = (some: readonly DescribedObject[]): Promise<Answer[]> =>
      this.register(some, manager, nameOfCaller(caller));
    return wholeOrEach(items, work, (error) => this.journal.failed(error, 'registering objects'));
  }

  private async register(items: readonly DescribedObject[], manager: string, who: string): Promise<Answer[]> {
    const keys = items.flatMap(({ registrationKey }) => registrationKey ?? []);
    const known = await this.objects.findRegistered(manager, keys);
    const prepared: (StoredObject | DomainError | NewObject)[] = [];
    for (const { item, id } of await this.chooseIds.execute(items, manager)) {
      const earlier = known.get(item.registrationKey ?? '');
      prepared.push(earlier ?? (id instanceof DomainError ? id : await this.prepare(item, id, manager)));
    }
    const candidates = prepared.filter(isCandidate);
    const registrations = await this.objects.register(candidates, manager);
    this.journal.registered(registrations.flatMap(createdOnes), who);
    const answers = new Map(candidates.map((candidate, at) => [candidate, answerOf(registrations[at])]));
    return prepared.map((each) => (isCandidate(each) ? (answers.get(each) ?? answerOf(undefined)) : each));
  }

  /** The object as it is to be kept, once its bytes, if they are to be kept here, proved to be what it says. */
  private async prepare(
    item: DescribedObject,
    { id, promised }: ChosenId,
    manager: string,
  ): Promise<NewObject | DomainError> {
    const { object, uploadId, registrationKey } = item;
    const wanted = { id, promised, checksums: object.checksums, registrationKey };
    if (uploadId === undefined) return { ...wanted, document: object };
    const content = await this.measureContent.execute(manager, uploadId, object);
    if (content instanceof DomainError) return content;
    return { ...wanted, document: withStoredAccess(id, object), content };
  }
}

function isCandidate(prepared: StoredObject | DomainError | NewObject): prepared is NewObject {
  return 'checksums' in prepared;
}

type Registered = Awaited<ReturnType<ObjectsStore['register']>>[number];

function createdOnes(registration: Registered): StoredObject[] {
  return registration instanceof DomainError || !registration.created ? [] : [registration.object];
}

function answerOf(registration: Registered | undefined): Answer {
  if (registration === undefined) throw new Error('the store left an object without an answer');
  return registration instanceof DomainError ? registration : registration.object;
}

/** What is registered in one go is read and answered in one go. */
function requireFitting(items: readonly DescribedObject[], mostBytes: number): void {
  const described = items.reduce((sum, { object }) => sum + Buffer.byteLength(JSON.stringify(object)), 0);
  if (described > mostBytes) {
    const text = `the objects take ${described} bytes to describe, at most ${mostBytes} at once: register fewer`;
    throw new DomainError('too-large', text);
  }
  const content = items.reduce((sum, { uploadId, object }) => sum + (uploadId ? object.size : 0), 0);
  if (items.length > 1 && content > CONTENT_BYTES) {
    const text = `the objects have ${content} bytes to be read, at most ${CONTENT_BYTES} at once: register fewer`;
    throw new DomainError('too-large', text);
  }
}
