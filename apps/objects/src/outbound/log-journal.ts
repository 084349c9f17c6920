import type { StoredObject } from '@callboard/contracts';
import { type Log, onceKept } from '@callboard/kernel';
import { runInTrace } from '@callboard/messaging';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import type { TypeChange } from '../domain/tagging';
import type { ObjectJournal } from '../use-cases/object-journal';

/** One log line for each object that was registered or tagged, in the trace of the request. */
@Injectable()
export class LogJournal implements ObjectJournal {
  constructor(@Inject(LOG) private readonly log: Log) {}

  registered(objects: readonly StoredObject[], who: string): void {
    onceKept(() => {
      for (const { id, stored } of objects)
        this.log.info({ object_id: id, stored, who }, 'object registered');
    });
  }

  changed({ id, version }: StoredObject, who: string): void {
    onceKept(() => this.log.info({ object_id: id, version, who }, 'object changed'));
  }

  tagged(changes: readonly TypeChange[], who: string): void {
    for (const { id, added, removed, traceparent } of changes) {
      const fields = { object_id: id, added_types: added, removed_types: removed, who };
      onceKept(() => runInTrace(traceparent, () => this.log.info(fields, 'object tagged')));
    }
  }

  failed(error: unknown, what: string): void {
    this.log.error({ err: error }, `${what} failed`);
  }
}
