import { sensorNewsBell, sensorNewsSubject } from '@callboard/contracts';
import { type Log, messageOf } from '@callboard/kernel';
import { LOG, NATS_CONNECTION } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { JSONCodec, type NatsConnection } from 'nats';
import type { z } from 'zod';
import type { SensorBells } from '../use-cases/sensor-bells';
import type { SensorOfSite } from '../use-cases/sensors-store';

const codec = JSONCodec<z.infer<typeof sensorNewsBell>>();

/** One message for each site, with the names of its sensors. */
@Injectable()
export class NatsSensorBells implements SensorBells {
  constructor(
    @Inject(NATS_CONNECTION) private readonly connection: NatsConnection,
    @Inject(LOG) private readonly log: Log,
  ) {}

  ring(sensors: readonly SensorOfSite[]): void {
    for (const siteId of new Set(sensors.map((each) => each.siteId))) {
      const ofSite = sensors.filter((each) => each.siteId === siteId);
      const names = new Set(ofSite.map(({ sensor }) => sensor));
      try {
        this.connection.publish(sensorNewsSubject(siteId), codec.encode({ sensors: [...names] }));
      } catch (thrown) {
        this.log.warn({ site_id: siteId, reason: messageOf(thrown) }, 'bell of sensors not rung');
      }
    }
  }
}
