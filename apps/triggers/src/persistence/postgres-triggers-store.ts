import { type ImportAnswer, type ImportedTrigger, type Trigger, triggersFired } from '@callboard/contracts';
import { Outbox } from '@callboard/outbox';
import {
  Database,
  HASH_JOINS,
  type ImportedRecord,
  importOutcomes,
  placed,
  type Transaction,
} from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type { SeededTrigger } from '../domain/seeded-triggers';
import { triggerId } from '../domain/trigger-id';
import type { Firing, TaggedObject, TriggersStore } from '../use-cases/triggers-store';
import * as sql from './triggers.sql';

interface TriggerRecord {
  id: string;
  object_type_id: string;
  workflow_id: string;
  created_at: Date;
  paused: boolean;
}

interface FiringRecord {
  id: string;
  trigger_id: string;
  object_type_id: string;
  workflow_id: string;
  object_id: string;
  traceparent: string | null;
  fired_at: Date | string;
}

interface BackfillRecord {
  trigger_id: string;
  after_object_id: string;
  traceparent: string | null;
}

interface PageRecord {
  seen: number;
  last: string | null;
  fired: FiringRecord[];
}

/** Keeps an event well below the broker's largest message, however many triggers an object type has. */
const FIRINGS_PER_EVENT = 1000;

@Injectable()
export class PostgresTriggersStore implements TriggersStore {
  constructor(
    private readonly database: Database,
    private readonly outbox: Outbox,
  ) {}

  async list(): Promise<Trigger[]> {
    return (await this.database.query<TriggerRecord>(sql.LIST)).map(viewTrigger);
  }

  async register(
    objectTypeId: string,
    workflowId: string,
    traceparent?: string,
  ): Promise<Trigger | undefined> {
    const [trigger] = await this.add(sql.REGISTER, [{ objectTypeId, workflowId }], traceparent);
    return trigger;
  }

  async seed(triggers: readonly SeededTrigger[]): Promise<void> {
    await this.add(sql.SEED, triggers);
  }

  import(triggers: readonly ImportedTrigger[]): Promise<ImportAnswer[]> {
    const rows = triggers.map((trigger) => ({
      ...trigger,
      id: triggerId(trigger.object_type_id, trigger.workflow_id),
    }));
    return this.database.transaction(async (tx) => {
      tx.along(sql.LOCK_OUT_EVENTS);
      return importOutcomes(await tx.query<ImportedRecord>(sql.IMPORT, [placed(rows)]));
    });
  }

  pause(id: string, paused: boolean, traceparent: string): Promise<Trigger | undefined> {
    return this.database.transaction(async (tx) => {
      tx.along(sql.LOCK_OUT_EVENTS);
      tx.along(sql.LOCK_BACKFILL, [id]);
      const [row] = await tx.query<TriggerRecord>(sql.PAUSE, [id, paused, traceparent]);
      const [same] = row ? [row] : await tx.query<TriggerRecord>(sql.FIND, [id]);
      return same && viewTrigger(same);
    });
  }

  delete(id: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      tx.along(sql.LOCK_OUT_EVENTS);
      tx.along(sql.FINISH, [id]);
      return (await tx.query(sql.DELETE, [id])).length > 0;
    });
  }

  remember(objects: readonly TaggedObject[]): Promise<Firing[]> {
    const rows = objects.map(({ objectId, types, version, toldAt, traceparent, imported = false }) => ({
      object_id: objectId,
      types,
      version,
      told_at: toldAt,
      traceparent,
      imported,
    }));
    return this.database.transaction(async (tx) => {
      tx.along(sql.LOCK_AS_EVENT);
      tx.along(HASH_JOINS);
      return this.announce(tx, await tx.query<FiringRecord>(sql.REMEMBER_AND_FIRE, [JSON.stringify(rows)]));
    });
  }

  backfillPage(pageSize: number): Promise<Firing[] | undefined> {
    return this.database.transaction(async (tx) => {
      const [next] = await tx.query<BackfillRecord>(sql.NEXT_BACKFILL);
      if (!next) return undefined;
      const { trigger_id: trigger, after_object_id: after, traceparent } = next;
      const [page] = await tx.query<PageRecord>(sql.FIRE_PAGE, [trigger, after, pageSize, traceparent]);
      if (page?.seen === pageSize) await tx.query(sql.ADVANCE, [trigger, page.last]);
      else await tx.query(sql.FINISH, [trigger]);
      return this.announce(tx, page?.fired ?? []);
    });
  }

  private add(
    statement: string,
    triggers: readonly (Omit<SeededTrigger, 'created'> & { created?: string })[],
    traceparent?: string,
  ): Promise<Trigger[]> {
    const rows = triggers.map(({ objectTypeId, workflowId, created }, place) => ({
      place,
      id: triggerId(objectTypeId, workflowId),
      object_type_id: objectTypeId,
      workflow_id: workflowId,
      created_at: created && `${created}T00:00:00Z`,
    }));
    return this.database.transaction(async (tx) => {
      tx.along(sql.LOCK_OUT_EVENTS);
      return (await tx.query<TriggerRecord>(statement, [JSON.stringify(rows), traceparent])).map(viewTrigger);
    });
  }

  private async announce(tx: Transaction, fired: readonly FiringRecord[]): Promise<Firing[]> {
    const items = fired.map((record) => ({
      id: record.id,
      trigger_id: record.trigger_id,
      object_type_id: record.object_type_id,
      workflow_id: record.workflow_id,
      object_id: record.object_id,
      fired_at: new Date(record.fired_at).toISOString(),
      traceparent: record.traceparent ?? undefined,
    }));
    for (let at = 0; at < items.length; at += FIRINGS_PER_EVENT)
      this.outbox.append(tx, triggersFired, { items: items.slice(at, at + FIRINGS_PER_EVENT) });
    return items.map(({ trigger_id, object_id, traceparent }) => ({
      triggerId: trigger_id,
      objectId: object_id,
      traceparent,
    }));
  }
}

function viewTrigger(record: TriggerRecord): Trigger {
  return { ...record, created_at: record.created_at.toISOString() };
}
