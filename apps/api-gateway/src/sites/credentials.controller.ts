import {
  changeSiteClient,
  type Credentials,
  type CredentialsReply,
  generateCredentials,
  listCredentials,
  revokeCredentials,
  ROUTES,
} from '@callboard/contracts';
import { RequestClient } from '@callboard/messaging';
import { Controller, StreamableFile } from '@nestjs/common';
import { ReplyInstead } from '../errors/reply-instead';
import type { Asked } from '../routing/asked';
import { Route } from '../routing/route.decorator';

/** What sites log in with (contract 2.2, D23). Secrets are shown once, when they are made. */
@Controller()
export class CredentialsController {
  constructor(private readonly requests: RequestClient) {}

  @Route(ROUTES.generateCredentials)
  generate({ params, body, caller }: Asked<typeof ROUTES.generateCredentials>): Promise<Credentials> {
    const order = { site_id: params.site_id, ...(body && { lifetime: body }) };
    return this.requests.request(generateCredentials, order, { caller });
  }

  @Route(ROUTES.listCredentials)
  list({ params, caller }: Asked<typeof ROUTES.listCredentials>): Promise<CredentialsReply> {
    return this.requests.request(listCredentials, { site_id: params.site_id }, { caller });
  }

  @Route(ROUTES.revokeCredentials)
  async revoke({ params, caller }: Asked<typeof ROUTES.revokeCredentials>): Promise<void> {
    await this.requests.request(revokeCredentials, params, { caller });
  }

  /** A line of text, or nothing when no secret is sent (contract 2.2). */
  @Route(ROUTES.changeSiteClient)
  async change({ params, body, caller }: Asked<typeof ROUTES.changeSiteClient>): Promise<StreamableFile> {
    const { changed } = await this.requests.request(changeSiteClient, { ...params, ...body }, { caller });
    if (!changed) throw new ReplyInstead(204, undefined);
    const line = `The secret of the site client ${params.client_id} was replaced.\n`;
    return new StreamableFile(Buffer.from(line), { type: 'text/plain; charset=utf-8' });
  }
}
