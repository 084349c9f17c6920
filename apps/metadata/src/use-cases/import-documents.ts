import {
  type Caller,
  demandImporter,
  DOCUMENT_BYTES,
  type ImportAnswer,
  type MetadataDocument,
  nameOfCaller,
} from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { ActiveSchemaReader } from './active-schema';
import { IMPORTS_STORE, type ImportsStore } from './imports-store';

/** Most findings, and characters of them, that are told of one document. */
const FINDINGS_TOLD = 5;
const LONGEST_MESSAGE = 2000;

/**
 * Takes in documents of another runtime as they are, if each by itself fits the active schema. What they refer to may
 * stand later in the dump (ADR 24).
 */
@Injectable()
export class ImportDocuments {
  constructor(
    @Inject(IMPORTS_STORE) private readonly store: ImportsStore,
    private readonly active: ActiveSchemaReader,
  ) {}

  /** Refusals: `forbidden`, `unknown-collection`, `validation-too-slow`; per item `invalid-metadata`, `too-large`. */
  async execute(
    collection: string,
    documents: readonly MetadataDocument[],
    caller: Caller,
  ): Promise<ImportAnswer[]> {
    demandImporter(caller);
    await this.active.demandCollection(collection);
    const judged = await this.judge(collection, documents);
    const sound = judged.filter(isSound);
    const answers = sound.length === 0 ? [] : await this.store.take(collection, sound, nameOfCaller(caller));
    const byDocument = new Map<object, ImportAnswer | undefined>(
      sound.map((each, at) => [each, answers[at]]),
    );
    return judged.map((each) => (isSound(each) ? answered(byDocument.get(each)) : each));
  }

  private async judge(collection: string, documents: readonly MetadataDocument[]): Promise<Judged[]> {
    const fitting = documents.filter(fits);
    const toCheck = fitting.map((document, place) => ({ collection, place, document }));
    const checked = await this.active.check(await this.active.read(), toCheck);
    const results = new Map(fitting.map((document, place) => [document, { place, ...checked[place] }]));
    return documents.map((document) => {
      const result = results.get(document);
      if (result === undefined) return TOO_LARGE;
      const { id = null, findings = [], place } = result;
      return findings.length > 0 ? invalid(findings, `/${collection}/${place}`) : { id, document };
    });
  }
}

interface SoundDocument {
  readonly id: string | null;
  readonly document: MetadataDocument;
}
type Judged = SoundDocument | ImportAnswer;

const isSound = (judged: Judged): judged is SoundDocument => 'document' in judged;

const fits = (document: MetadataDocument): boolean =>
  Buffer.byteLength(JSON.stringify(document)) <= DOCUMENT_BYTES;

const TOO_LARGE: ImportAnswer = {
  outcome: 'refused',
  code: 'too-large',
  message: `a document has at most ${DOCUMENT_BYTES} bytes`,
};

/** Where the document stood in its batch says nothing to anybody: `#` is the document itself. */
function invalid(findings: readonly string[], place: string): ImportAnswer {
  const told = findings.slice(0, FINDINGS_TOLD).map((finding) => finding.replaceAll(place, '#'));
  const message = told.join('; ').slice(0, LONGEST_MESSAGE);
  return { outcome: 'refused', code: 'invalid-metadata', message };
}

function answered(answer: ImportAnswer | undefined): ImportAnswer {
  if (answer === undefined) throw new Error('a document was left without an answer');
  return answer;
}
