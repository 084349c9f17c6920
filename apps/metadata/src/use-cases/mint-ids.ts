import { type Caller, mayDo, nameOfCaller } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { newDocumentId } from '../domain/document-id';
import { ActiveSchemaReader } from './active-schema';
import { MINTED_IDS_STORE, type MintedIdsStore } from './minted-ids-store';

/** Mints ids of a class, each once and never again. */
@Injectable()
export class MintIds {
  constructor(
    @Inject(MINTED_IDS_STORE) private readonly minted: MintedIdsStore,
    private readonly active: ActiveSchemaReader,
  ) {}

  /** Refusals: `forbidden`, `unknown-class`. */
  async execute(schemaClass: string, howMany: number, caller: Caller): Promise<string[]> {
    if (!mayDo('any', caller, {})) throw new DomainError('forbidden', 'Ids are minted for users and sites.');
    const { typecodes } = await this.active.read();
    const typecode = typecodes.find((each) => each.schema_class === schemaClass);
    if (!typecode) throw unknownClass(schemaClass);
    const ids: string[] = [];
    // Chance gives an id twice now and then; whichever is taken is left and another one made.
    while (ids.length < howMany) {
      const wanted = new Set<string>();
      while (wanted.size < howMany - ids.length) wanted.add(newDocumentId(typecode.name));
      ids.push(...(await this.minted.take([...wanted], schemaClass, nameOfCaller(caller))));
    }
    return ids;
  }
}

const unknownClass = (name: string): DomainError =>
  new DomainError(
    'unknown-class',
    `The active schema has no class ${JSON.stringify(name)} with ids of its own.`,
  );
