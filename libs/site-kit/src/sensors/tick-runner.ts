import type { Log } from '@callboard/kernel';
import { runInTrace } from '@callboard/messaging';
import type { SensorDefinition } from '../define-sensor';
import { pause } from '../pause';
import type { SensorLook } from './sensor-look';

/** Lets a sensor look every so often, one look at a time, until it is told to stop. A look that fails is logged. */
export async function runTicks(
  sensor: SensorDefinition,
  everyMs: number,
  { look, log, stopping }: { look: SensorLook; log: Log; stopping: AbortSignal },
): Promise<void> {
  while (!stopping.aborted) {
    await runInTrace(undefined, async () => {
      try {
        await look.take(sensor, undefined);
      } catch (thrown) {
        log.warn({ sensor: sensor.name, err: thrown }, 'sensor failed on a tick');
      }
    });
    await pause(everyMs, stopping);
  }
}
