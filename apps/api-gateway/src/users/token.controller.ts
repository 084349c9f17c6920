import { issueToken, logInByOrcid, ROUTES, type TokenReply } from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller, Inject } from '@nestjs/common';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';
import { clientAddress } from '../server/client-address';
import { GATEWAY_SETTINGS, type GatewaySettings } from '../settings';
import { grantOf } from './token-grant';

@Controller()
export class TokenController {
  constructor(
    private readonly requests: RequestClient,
    @Inject(GATEWAY_SETTINGS) private readonly settings: GatewaySettings,
  ) {}

  /** The service counts failed logins by the address of the client. */
  @Route(ROUTES.token)
  issue({ body, authorization, peer }: Asked<typeof ROUTES.token>): Promise<TokenReply> {
    const address = clientAddress(peer, this.settings.TRUST_PROXY);
    const from = address === undefined ? {} : { client_address: address };
    const asked = grantOf(body, authorization);
    return asked.grant === 'orcid'
      ? this.requests.request(logInByOrcid, { id_token: asked.id_token, ...from })
      : this.requests.request(issueToken, { ...asked, ...from });
  }
}
