import type { SensorOfSite } from './sensors-store';

export const SENSOR_BELLS = Symbol('SENSOR_BELLS');

/** Tells sites that news wait for their sensors. It never fails: what is lost is found by the next look of the site. */
export interface SensorBells {
  ring(sensors: readonly SensorOfSite[]): void;
}
