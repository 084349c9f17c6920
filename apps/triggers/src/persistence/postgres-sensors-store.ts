import { type SensorInterest, type SensorNews, SENSORS_OF_A_SITE } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { Database } from '@callboard/persistence';
import { Injectable } from '@nestjs/common';
import type {
  ListeningSensor,
  NewSensor,
  NewsOfSensor,
  NewsState,
  SensorOfSite,
  SensorsStore,
  SettledNews,
  TakenNews,
} from '../use-cases/sensors-store';
import { NEXT_DUE, NOTE, type NewsToNote, SETTLE, TAKE } from './sensor-news.sql';
import { FORGET_OTHERS, LOCK_SENSORS, NAMES, REGISTER_SENSORS, SENSORS_OF } from './sensors.sql';

/** A reply to a site is one message of the broker. */
const TAKEN_BYTES = 1024 * 1024;

/** As the database gives them out; it does not take others. */
const NEWS_ID = /^[0-9]{1,18}$/;

interface TakenRecord {
  id: string;
  state: NewsState;
  attempts: number;
  payload: Omit<SensorNews, 'id' | 'attempt'>;
}

/** Sensors and their news in PostgreSQL, which decides who looks at what. */
@Injectable()
export class PostgresSensorsStore implements SensorsStore {
  constructor(private readonly database: Database) {}

  register(siteId: string, sensors: readonly NewSensor[], forgetOthers: boolean): Promise<string[]> {
    return this.database.transaction(async (tx) => {
      tx.along(LOCK_SENSORS, [siteId]);
      const last = new Map(sensors.map((sensor) => [sensor.name, sensor]));
      if (forgetOthers) tx.along(FORGET_OTHERS, [siteId, [...last.keys()]]);
      tx.along(REGISTER_SENSORS, [siteId, JSON.stringify([...last.values()])]);
      const names = (await tx.query<{ name: string }>(NAMES, [siteId])).map(({ name }) => name);
      if (names.length > SENSORS_OF_A_SITE) throw tooMany(siteId, names.length);
      return names;
    });
  }

  async of(siteIds: readonly string[]): Promise<ListeningSensor[]> {
    const rows = await this.database.query<{ site_id: string; name: string; hears: SensorInterest[] }>(
      SENSORS_OF,
      [siteIds],
    );
    return rows.map(({ site_id, name, hears }) => ({ siteId: site_id, sensor: name, hears }));
  }

  async note(news: readonly NewsOfSensor[]): Promise<SensorOfSite[]> {
    const rows = await this.database.query<{ site_id: string; sensor: string }>(NOTE, [
      JSON.stringify(news.map(toNote)),
    ]);
    return rows.map(({ site_id, sensor }) => ({ siteId: site_id, sensor }));
  }

  async take(siteId: string, sensor: string, max: number): Promise<TakenNews | undefined> {
    const rows = await this.database.query<TakenRecord>(TAKE, [siteId, sensor, max, TAKEN_BYTES]);
    const [next] = await this.database.query<{ in_ms: number | null }>(NEXT_DUE, [siteId, sensor]);
    if (!next) return undefined;
    const given = rows.filter(({ state }) => state === 'waiting');
    return {
      items: given.map(({ id, attempts, payload }) => ({ ...payload, id, attempt: attempts }) as SensorNews),
      nextInMs: next.in_ms === null ? undefined : Math.max(0, Math.ceil(next.in_ms)),
      givenUp: rows.length - given.length,
    };
  }

  async settle(
    siteId: string,
    items: readonly { id: string; error?: string | undefined }[],
  ): Promise<SettledNews[]> {
    const last = new Map(items.filter(({ id }) => NEWS_ID.test(id)).map((item) => [item.id, item]));
    return this.database.query<SettledNews>(SETTLE, [
      siteId,
      JSON.stringify([...last.values()]),
      [...last.keys()],
    ]);
  }
}

function toNote({ siteId, sensor, happening: { thing, news } }: NewsOfSensor): NewsToNote {
  const payload = JSON.stringify(news);
  return {
    site_id: siteId,
    sensor,
    kind: news.kind,
    thing,
    version: news.version,
    happened_at: news.at,
    payload: news,
    bytes: Buffer.byteLength(payload),
  };
}

function tooMany(siteId: string, sensors: number): DomainError {
  const words = `The site ${siteId} would have ${sensors} sensors, and may have ${SENSORS_OF_A_SITE}: forget some first.`;
  return new DomainError('too-many-sensors', words);
}
