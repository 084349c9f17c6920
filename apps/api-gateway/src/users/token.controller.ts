import { issueToken, ROUTES, type TokenReply } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller } from '@nestjs/common';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { grantOf } from './token-grant';

@Controller()
export class TokenController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.token)
  issue({ body, authorization }: Asked<typeof ROUTES.token>): Promise<TokenReply> {
    return this.requests.request(issueToken, grantOf(body, authorization));
  }
}
