import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import type { CheckedDocument, DocumentToCheck } from './schema-validation';
import { SCHEMA_VALIDATION, type SchemaValidation } from './schema-validation';
import { type ActiveSchema, SCHEMAS_STORE, type SchemasStore } from './schemas-store';

/** The schema that documents are held against now. */
@Injectable()
export class ActiveSchemaReader {
  constructor(
    @Inject(SCHEMAS_STORE) private readonly schemas: SchemasStore,
    @Inject(SCHEMA_VALIDATION) private readonly validation: SchemaValidation,
  ) {}

  read(): Promise<ActiveSchema> {
    return this.schemas.active();
  }

  check(
    { version, digest }: ActiveSchema,
    documents: readonly DocumentToCheck[],
  ): Promise<readonly CheckedDocument[]> {
    return this.validation.check(digest, () => this.schemas.read(version), documents);
  }

  /** @throws DomainError `unknown-collection` */
  demandCollection(name: string): Promise<void> {
    return this.demandCollections([name]);
  }

  /** @throws DomainError `unknown-collection` */
  async demandCollections(names: readonly string[]): Promise<void> {
    const { collections } = await this.read();
    const name = names.find((each) => !collections.includes(each));
    if (name === undefined) return;
    throw new DomainError(
      'unknown-collection',
      `${JSON.stringify(name)} is no collection of the schema. There are: ${collections.join(', ')}`,
    );
  }
}
