import {
  getOperations,
  listObjectTypes,
  listTokenKeys,
  listTriggers,
  listWorkflows,
} from '@callboard/contracts';
import type { Log } from '@callboard/kernel';
import { messageOf } from '@callboard/kernel';
import { RequestClient } from '@callboard/messaging';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';

/** Longest wait for one service, in ms. */
const TIMEOUT_MS = 1_500;

/** Whether the services answer, each with something that it reads from its database. */
@Injectable()
export class ServicesProbe {
  constructor(
    private readonly requests: RequestClient,
    @Inject(LOG) private readonly log: Log,
  ) {}

  async allAnswer(): Promise<boolean> {
    const options = { timeoutMs: TIMEOUT_MS };
    const answers = await Promise.allSettled([
      this.requests.request(listObjectTypes, {}, options),
      this.requests.request(listTriggers, {}, options),
      this.requests.request(listWorkflows, {}, options),
      this.requests.request(getOperations, { ids: ['health'] }, options),
      this.requests.request(listTokenKeys, {}, options),
    ]);
    const failed = answers.filter((answer) => answer.status === 'rejected');
    for (const { reason } of failed)
      this.log.warn({ reason: messageOf(reason) }, 'a service does not answer');
    return failed.length === 0;
  }
}
