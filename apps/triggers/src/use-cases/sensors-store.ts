import type { SensorInterest, SensorNews } from '@callboard/contracts';
import type { Happening } from '../domain/happening';

export const SENSORS_STORE = Symbol('SENSORS_STORE');

export interface NewSensor {
  readonly name: string;
  readonly hears: readonly SensorInterest[];
}

/** Which sensor of which site. */
export interface SensorOfSite {
  readonly siteId: string;
  readonly sensor: string;
}

export interface ListeningSensor extends SensorOfSite {
  readonly hears: readonly SensorInterest[];
}

/** News of one sensor, to be kept. */
export interface NewsOfSensor extends SensorOfSite {
  readonly happening: Happening;
}

export type NewsState = 'waiting' | 'done' | 'given-up';

export interface SettledNews {
  readonly id: string;
  readonly state: NewsState;
  /** Whether they waited until now. */
  readonly changed: boolean;
}

export interface TakenNews {
  readonly items: SensorNews[];
  /** In how many milliseconds the next of them are due; undefined when none wait. */
  readonly nextInMs: number | undefined;
  /** How many were given up instead of being given out once more. */
  readonly givenUp: number;
}

export interface SensorsStore {
  /** Gives the names of all sensors of the site. Throws `too-many-sensors`. */
  register(siteId: string, sensors: readonly NewSensor[], forgetOthers: boolean): Promise<string[]>;
  /** All sensors of these sites. */
  of(siteIds: readonly string[]): Promise<ListeningSensor[]>;
  /** Keeps news that are not known yet, of sensors that were registered when they happened; gives whose they are. */
  note(news: readonly NewsOfSensor[]): Promise<SensorOfSite[]>;
  /** The oldest that are due, given to nobody else for a while. Undefined when there is no such sensor. */
  take(siteId: string, sensor: string, max: number): Promise<TakenNews | undefined>;
  /** What these news of the site are from now on, `error` being what failed; ids that are not the site's are missing. */
  settle(
    siteId: string,
    items: readonly { id: string; error?: string | undefined }[],
  ): Promise<SettledNews[]>;
}
