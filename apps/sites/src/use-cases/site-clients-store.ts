import type { SiteCredentials } from '@callboard/contracts';
import type { HashChange } from './users-store';

export const SITE_CLIENTS_STORE = Symbol('SITE_CLIENTS_STORE');

export interface SiteClient {
  clientId: string;
  siteId: string;
  secretHash: string;
  /** No token of it holds beyond; absent while it holds until it is revoked. */
  expiresAt?: Date;
}

export interface ClientRevocation {
  clientId: string;
  siteId: string;
  /** Username of who revokes. */
  revokedBy: string;
  /** When the last token of the client has expired by itself. */
  until: Date;
}

/** Where the clients of sites are kept; several of one site may be valid at a time (contract 2.2). */
export interface SiteClientsStore {
  find(clientId: string): Promise<SiteClient | undefined>;
  /** Oldest first, those that have expired too. */
  ofSite(siteId: string): Promise<SiteCredentials[]>;
  /** Leaves an existing client as it is. True when the client was added. */
  addIfAbsent(client: SiteClient): Promise<boolean>;
  /** True when there is such a client. */
  replaceSecret(clientId: string, secretHash: string): Promise<boolean>;
  /** Unless it was changed meanwhile: the secret is the same, hashed in another way. */
  replaceHash(clientId: string, change: HashChange): Promise<void>;
  /**
   * Takes a client from its site and appends tokens-revoked in the same transaction. False when the site has no such
   * client; then nothing happens.
   */
  revoke(revocation: ClientRevocation): Promise<boolean>;
}
