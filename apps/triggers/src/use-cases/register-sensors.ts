import type { Caller } from '@callboard/contracts';
import { Inject, Injectable } from '@nestjs/common';
import { siteAsking } from './rights';
import { type NewSensor, SENSORS_STORE, type SensorsStore } from './sensors-store';

@Injectable()
export class RegisterSensors {
  constructor(@Inject(SENSORS_STORE) private readonly sensors: SensorsStore) {}

  /** Whatever happens after this has answered is kept for the sensors. Refusals: `forbidden`, `too-many-sensors`. */
  execute(sensors: readonly NewSensor[], forgetOthers: boolean, caller: Caller): Promise<string[]> {
    return this.sensors.register(siteAsking(caller), sensors, forgetOthers);
  }
}
