import type { Caller } from '@callboard/contracts';
import { DomainError, type Log } from '@callboard/kernel';
import { LOG } from '@callboard/service-kit';
import { Inject, Injectable } from '@nestjs/common';
import { SecretHasher } from '../secrets/secret-hasher';
import { AllowedCaller } from './allowed-caller';
import { SITE_CLIENTS_STORE, type SiteClientsStore } from './site-clients-store';

/**
 * Replaces the secret of a site's client (contract 2.2). Tokens given out before go on: clients renew by the clock and
 * never on a 401, so cutting them would stop a site that only changes its secret.
 */
@Injectable()
export class ChangeSiteClient {
  constructor(
    private readonly allowed: AllowedCaller,
    @Inject(SITE_CLIENTS_STORE) private readonly clients: SiteClientsStore,
    private readonly hasher: SecretHasher,
    @Inject(LOG) private readonly log: Log,
  ) {}

  /** Gives whether anything changed. @throws DomainError `not-found`, `overloaded`, those of {@link AllowedCaller} */
  async execute(clientId: string, secret: string | undefined, caller: Caller): Promise<boolean> {
    const changedBy = await this.allowed.of(caller, '/admin/site_clients');
    if ((await this.clients.find(clientId)) === undefined) throw noSuchClient(clientId);
    if (secret === undefined) return false;
    if (!(await this.clients.replaceSecret(clientId, await this.hasher.hash(secret))))
      throw noSuchClient(clientId);
    this.log.info({ client_id: clientId, changed_by: changedBy }, 'secret of a site client replaced');
    return true;
  }
}

function noSuchClient(clientId: string): DomainError {
  return new DomainError('not-found', `there is no site client '${clientId}'`);
}
