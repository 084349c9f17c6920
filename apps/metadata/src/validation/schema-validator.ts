import { DomainError, messageOf } from '@callboard/kernel';
import type Ajv from 'ajv';
import Ajv2019 from 'ajv/dist/2019';
import Ajv2020 from 'ajv/dist/2020';
import type { ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { SlotCatalogue } from '../domain/changesheet/slot-catalogue';
import {
  collectionsOfCodes,
  type DatabaseSchema,
  readDatabaseSchema,
} from '../domain/schema/database-schema';
import { isRecord, type JsonSchema } from '../domain/schema/json-schema';
import { classOfDocument, referencesOf } from '../domain/schema/references';
import type { CheckedDocument, DocumentToCheck } from '../use-cases/schema-validation';
import { inWords, tellingErrors } from './findings-in-words';

/** Most findings of one document that are told. */
const MOST_FINDINGS = 100;
const ID = 'urn:callboard:schema';

const DIALECTS: readonly [RegExp, new (options: object) => Ajv][] = [
  [/^https?:\/\/json-schema\.org\/draft\/2019-09\/schema#?$/, Ajv2019 as never],
  [/^https?:\/\/json-schema\.org\/draft\/2020-12\/schema#?$/, Ajv2020 as never],
];

/** Holds documents against one schema. Compiling takes a second for a large schema, so it is done in a thread. */
export class SchemaValidator {
  readonly schema: DatabaseSchema;
  readonly slots: SlotCatalogue;
  private readonly ajv: Ajv;
  private readonly validators = new Map<string, ValidateFunction>();
  private readonly targets = new Map<readonly string[], readonly string[]>();

  /** @throws DomainError `invalid-schema` */
  constructor(source: JsonSchema) {
    this.schema = readDatabaseSchema(source);
    this.slots = new SlotCatalogue(source);
    const dialect = DIALECTS.find(([name]) => name.test(String(source.$schema)));
    if (dialect === undefined)
      throw new DomainError('invalid-schema', '$schema should name draft 2019-09 or 2020-12 of JSON Schema.');
    // Schemas of the field are written for other engines: patterns with needless escapes, keywords of their own.
    this.ajv = new dialect[1]({
      strict: false,
      allErrors: true,
      verbose: true,
      unicodeRegExp: false,
      logger: false,
    });
    addFormats(this.ajv);
    try {
      this.ajv.addSchema({ ...source, $id: ID });
    } catch (thrown) {
      throw new DomainError('invalid-schema', `The schema is not one: ${messageOf(thrown).slice(0, 500)}`);
    }
  }

  /** Compiles what every collection needs, and tries it. @throws DomainError `invalid-schema` */
  compileAll(): void {
    // What refers to nothing but itself compiles, and never comes to an end.
    for (const name of [...this.schema.collections.values()].flat())
      endingOr(name, () => this.validatorOf(name)({}));
  }

  /** Says before each document at which place it is. */
  check(
    documents: readonly DocumentToCheck[],
    begins: (at: number) => void = () => undefined,
  ): CheckedDocument[] {
    return documents.map((each, at) => {
      begins(at);
      return this.checkOne(each);
    });
  }

  private checkOne({ collection, place, document }: DocumentToCheck): CheckedDocument {
    const nothing = { id: null, references: [] };
    const classes = this.schema.collections.get(collection);
    if (classes === undefined) return { ...nothing, findings: [] };
    const at = `/${collection}/${place}`;
    if (!isRecord(document)) return { ...nothing, findings: [`this is not an object in ${at}`] };
    const id = typeof document.id === 'string' ? document.id : null;
    const of = classOfDocument(this.schema, classes, document);
    if (of === undefined) {
      const types = classes.flatMap((name) => this.schema.classes.get(name)?.type ?? []);
      return { ...nothing, id, findings: [`type should be one of ${types.join(', ')} in ${at}`] };
    }
    const references = referencesOf(this.schema, of, document).map(({ slot, target, codes }) => ({
      slot,
      target,
      collections: this.collectionsOf(codes),
    }));
    return { id, references, findings: this.findingsOf(of.name, document, at) };
  }

  private findingsOf(name: string, document: JsonSchema, at: string): string[] {
    const validate = this.validatorOf(name);
    if (endingOr(name, () => validate(document))) return [];
    const errors = tellingErrors(validate.errors ?? []);
    return errors.slice(0, MOST_FINDINGS).map((error) => `${inWords(error)} in ${at}${error.instancePath}`);
  }

  private validatorOf(name: string): ValidateFunction {
    const known = this.validators.get(name);
    if (known) return known;
    try {
      const made = this.ajv.compile({ $ref: `${ID}#/$defs/${name}` });
      this.validators.set(name, made);
      return made;
    } catch (thrown) {
      throw new DomainError('invalid-schema', `${name} does not compile: ${messageOf(thrown).slice(0, 500)}`);
    }
  }

  private collectionsOf(codes: readonly string[]): readonly string[] {
    const known = this.targets.get(codes) ?? collectionsOfCodes(this.schema, codes);
    this.targets.set(codes, known);
    return known;
  }
}

/** @throws DomainError `invalid-schema` where the schema goes round in circles until the stack is full */
function endingOr<T>(name: string, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown;
    throw new DomainError('invalid-schema', `${name} refers to itself without end: ${messageOf(thrown)}`);
  }
}
