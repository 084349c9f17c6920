import { DomainError } from '@callboard/kernel';
import { Injectable } from '@nestjs/common';
import { ActiveSchemaReader } from './active-schema';
import { JOBS_COLLECTION } from './jobs-of-query';

/** What queries reach: the collections of the active schema, and jobs; nothing else has a name here (contract D14). */
@Injectable()
export class QueryCollections {
  constructor(private readonly active: ActiveSchemaReader) {}

  /** Every collection that can be read. @throws DomainError `invalid-input` unless `asked` is one */
  async demandReadable(asked: string): Promise<readonly string[]> {
    const { collections } = await this.active.read();
    return demanded(asked, [...collections, JOBS_COLLECTION]);
  }

  /** @throws DomainError `invalid-input` unless documents of it can be changed */
  async demandWritable(asked: string): Promise<void> {
    const { collections } = await this.active.read();
    demanded(asked, collections);
  }
}

function demanded(asked: string, known: readonly string[]): readonly string[] {
  if (known.includes(asked)) return known;
  throw new DomainError(
    'invalid-input',
    `${JSON.stringify(asked)} is no collection for this. There are: ${known.join(', ')}`,
  );
}
