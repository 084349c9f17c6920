import { HEADERS, type RequestContract, siteRequestSubject } from '@callboard/contracts';
import { DomainError } from '@callboard/kernel';
import { headers, type NatsConnection } from 'nats';
import type { RequestOptions } from './request-client';
import { sendRequest } from './send-request';

/** Asks services as a site, on `site.<site-token>.<verb>.v1`, with the site's access token in a header. */
export class SiteRequestClient {
  /** `accessToken` is asked before every request: it may keep, renew or replace the token. */
  constructor(
    private readonly connection: NatsConnection,
    private readonly siteId: string,
    private readonly accessToken: () => Promise<string>,
  ) {}

  /** As {@link import('./request-client').RequestClient.request}; `timeoutMs` 5000 unless told. */
  async request<I, O>(
    contract: RequestContract<I, O>,
    input: NoInfer<I>,
    options: Pick<RequestOptions, 'timeoutMs' | 'idempotencyKey'> = {},
  ): Promise<O> {
    if (!contract.forSites) {
      throw new DomainError('forbidden', `${contract.verb} is not for sites: ask it over HTTP`);
    }
    const set = headers();
    set.set(HEADERS.token, await this.accessToken());
    if (options.idempotencyKey !== undefined) set.set(HEADERS.idempotencyKey, options.idempotencyKey);
    return sendRequest(this.connection, {
      contract,
      subject: siteRequestSubject(this.siteId, contract.verb),
      input,
      headers: set,
      timeoutMs: options.timeoutMs,
      inParts: false,
    });
  }
}
