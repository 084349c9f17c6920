import type { DrsObjectIn } from '@callboard/contracts';
import { DomainError, mintLocalId } from '@callboard/kernel';
import { Inject, Injectable } from '@nestjs/common';
import { idTaken } from '../domain/admission';
import { idInStore } from '../domain/promised-id';
import { OBJECT_PROMISES, type ObjectPromises } from './object-promises';

/** An object that needs an id; one whose bytes are kept here gets a new one in any case. */
interface Nameless {
  readonly object: DrsObjectIn;
  readonly uploadId?: string | undefined;
}

export interface ChosenId {
  readonly id: string;
  /** It was promised, so it may be taken already. */
  readonly promised: boolean;
}

interface Named<I> {
  readonly item: I;
  readonly id: ChosenId | DomainError;
}

/** Gives objects the ids that their site was promised when it put their bytes into the object store (9 D27), else new ones. */
@Injectable()
export class ChooseObjectIds {
  constructor(@Inject(OBJECT_PROMISES) private readonly promises: ObjectPromises) {}

  /** Each with its id, in their order; refused when two of them are to have the same. */
  async execute<I extends Nameless>(items: readonly I[], siteId: string): Promise<Named<I>[]> {
    const wanted = items.map(({ object, uploadId }) =>
      uploadId === undefined ? idInStore(object, siteId) : undefined,
    );
    const asked = [...new Set(wanted.filter((id) => id !== undefined))];
    const kept = asked.length === 0 ? new Set<string>() : await this.promises.kept(siteId, asked);
    return items.map((item, at) => {
      const id = wanted[at];
      if (id === undefined || !kept.has(id)) return { item, id: { id: newId(item), promised: false } };
      return { item, id: wanted.indexOf(id) < at ? idTaken(id) : { id, promised: true } };
    });
  }
}

const newId = ({ uploadId }: Nameless): string => mintLocalId(uploadId === undefined ? 'sys0' : 'gfs0');
