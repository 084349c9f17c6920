import {
  DEAD_LETTER_REQUESTS,
  type DeadLettersDecided,
  type KeptDeadLetter,
  ROUTES,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';

/** Each dead letter is handled in turn, for up to 20 s in all (libs/outbox, decide-dead-letters.ts). */
const PATIENCE_MS = 30_000;

/** Events that a service could not handle: every service keeps its own. */
@Controller()
export class DeadLettersController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.listDeadLetters)
  async list({ query, caller }: Asked<typeof ROUTES.listDeadLetters>): Promise<{
    resources: KeptDeadLetter[];
    next_page_token?: string;
  }> {
    const { service, state = 'waiting', subject, max_page_size: limit = 20, page_token: after } = query;
    const asked = { state, limit, ...(subject && { subject }), ...(after && { after }) };
    const { list } = DEAD_LETTER_REQUESTS[service];
    const { dead_letters, next } = await this.requests.request(list, asked, { caller });
    return { resources: dead_letters, ...(next === undefined ? {} : { next_page_token: next }) };
  }

  @Route(ROUTES.redriveDeadLetters)
  redrive({
    body,
    caller,
    idempotencyKey,
  }: Asked<typeof ROUTES.redriveDeadLetters>): Promise<DeadLettersDecided> {
    const { service, ...choice } = body;
    const { redrive } = DEAD_LETTER_REQUESTS[service];
    return this.requests.request(redrive, choice, { caller, idempotencyKey, timeoutMs: PATIENCE_MS });
  }

  @Route(ROUTES.discardDeadLetters)
  discard({
    body,
    caller,
    idempotencyKey,
  }: Asked<typeof ROUTES.discardDeadLetters>): Promise<DeadLettersDecided> {
    const { service, ...choice } = body;
    const { discard } = DEAD_LETTER_REQUESTS[service];
    return this.requests.request(discard, choice, { caller, idempotencyKey, timeoutMs: PATIENCE_MS });
  }
}
