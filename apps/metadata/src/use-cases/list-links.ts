import { type Link, LINKED_DOCUMENTS } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { spread, TooFar } from '../domain/links/spread';
import type { DatabaseSchema } from '../domain/schema/database-schema';
import { typesOfKind } from '../domain/schema/kinds';
import { DescribeSchema } from './describe-schema';
import { LinkedNeighbours } from './linked-neighbours';
import { LINKS_STORE, type LinksStore } from './links-store';

const BOUNDS = { documents: LINKED_DOCUMENTS, steps: 100 };

/** The documents that given ones came of, and those that came of them, directly or over others. */
@Injectable()
export class ListLinks {
  constructor(
    @Inject(LINKS_STORE) private readonly store: LinksStore,
    private readonly schemas: DescribeSchema,
  ) {}

  /**
   * By ascending id.
   *
   * @throws DomainError `not-found` that names the ids which are unknown; `bad-request` for an unknown type, and for more
   *   documents than are told of
   */
  async execute(given: readonly string[], types?: readonly string[]): Promise<Link[]> {
    const ids = [...new Set(given)];
    const { schema } = await this.schemas.execute();
    const wanted = types && typesWanted(schema, types);
    const neighbours = new LinkedNeighbours(this.store, schema);
    await demandKnown(neighbours, ids);
    const [up, down] = await Promise.all([
      reach(ids, neighbours, 'upstream'),
      reach(ids, neighbours, 'downstream'),
    ]);
    const linked = new Set([...up.keys(), ...down.keys()]);
    if (linked.size > LINKED_DOCUMENTS) throw tooMany(`more than ${LINKED_DOCUMENTS} documents are linked`);
    return [...linked].sort().flatMap((id) => {
      const type = neighbours.typeOf(id);
      // What is named and does not exist is no document.
      if (type === undefined || (wanted && !wanted.has(type))) return [];
      return [{ id, type, upstream_of: [...(up.get(id) ?? [])], downstream_of: [...(down.get(id) ?? [])] }];
    });
  }
}

async function reach(
  ids: readonly string[],
  neighbours: LinkedNeighbours,
  direction: 'upstream' | 'downstream',
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
  try {
    return await spread(ids, (some) => neighbours.of(some, direction), BOUNDS);
  } catch (error) {
    throw error instanceof TooFar ? tooMany(error.message) : error;
  }
}

async function demandKnown(neighbours: LinkedNeighbours, ids: readonly string[]): Promise<void> {
  await neighbours.load(ids);
  const unknown = ids.filter((id) => neighbours.typeOf(id) === undefined);
  if (unknown.length === 0) return;
  const named = unknown.slice(0, 10).map((id) => JSON.stringify(id));
  throw new DomainError('not-found', `There are no documents ${named.join(', ')}.`, { ids: unknown });
}

function typesWanted(schema: DatabaseSchema, types: readonly string[]): ReadonlySet<string> {
  return new Set(
    types.flatMap((name) => {
      const found = typesOfKind(schema, name);
      if (found) return found;
      throw new DomainError('bad-request', `${JSON.stringify(name)} is no class of the schema`);
    }),
  );
}

const tooMany = (why: string): DomainError =>
  new DomainError('bad-request', `${why}: ask for fewer ids at once`);
