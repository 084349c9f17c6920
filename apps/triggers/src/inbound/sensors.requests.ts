import {
  type ItemReply,
  registerSensors,
  type SensorNews,
  settleSensorNews,
  takeSensorNews,
} from '@callboard/contracts';
import { OnRequest, type RequestContext } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { z } from 'zod';
import { RegisterSensors } from '../use-cases/register-sensors';
import type { NewsState } from '../use-cases/sensors-store';
import { SettleSensorNews } from '../use-cases/settle-sensor-news';
import { TakeSensorNews } from '../use-cases/take-sensor-news';

/** What sites ask about their sensors. */
@Controller()
export class SensorsRequests {
  constructor(
    private readonly registerSensors: RegisterSensors,
    private readonly takeNews: TakeSensorNews,
    private readonly settleNews: SettleSensorNews,
  ) {}

  @OnRequest(registerSensors)
  async register(
    { items, forget_others }: z.infer<typeof registerSensors.input>,
    { caller }: RequestContext,
  ): Promise<{ names: string[] }> {
    return { names: await this.registerSensors.execute(items, forget_others ?? false, caller) };
  }

  @OnRequest(takeSensorNews)
  async take(
    { sensor, max }: z.infer<typeof takeSensorNews.input>,
    { caller }: RequestContext,
  ): Promise<{ items: SensorNews[]; next_in_ms?: number }> {
    const { items, nextInMs } = await this.takeNews.execute(sensor, max, caller);
    return nextInMs === undefined ? { items } : { items, next_in_ms: nextInMs };
  }

  @OnRequest(settleSensorNews)
  async settle(
    { items }: z.infer<typeof settleSensorNews.input>,
    { caller }: RequestContext,
  ): Promise<{ items: ItemReply<{ id: string; state: NewsState }>[] }> {
    return { items: await this.settleNews.execute(items, caller) };
  }
}
