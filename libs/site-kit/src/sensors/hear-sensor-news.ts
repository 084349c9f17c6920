import { sensorNewsBell, sensorNewsSubject } from '@callboard/contracts';
import { JSONCodec, type NatsConnection } from 'nats';

const codec = JSONCodec<unknown>();

/** Hears the doorbell of sensors; what cannot be read counts as a bell for none. */
export function hearSensorNews(
  connection: NatsConnection,
  siteId: string,
  rung: (sensor: string) => void,
): void {
  connection.subscribe(sensorNewsSubject(siteId), {
    callback: (error, message) => {
      if (error) return;
      const bell = sensorNewsBell.safeParse(readJson(message.data));
      if (bell.success) for (const sensor of bell.data.sensors) rung(sensor);
    },
  });
}

function readJson(data: Uint8Array): unknown {
  try {
    return codec.decode(data);
  } catch {
    return undefined;
  }
}
