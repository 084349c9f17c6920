export const SITE_CLIENTS_STORE = Symbol('SITE_CLIENTS_STORE');

export interface SiteClient {
  clientId: string;
  siteId: string;
  secretHash: string;
}

/** Where the clients of sites are kept; several of one site may be valid at a time (contract 2.2). */
export interface SiteClientsStore {
  find(clientId: string): Promise<SiteClient | undefined>;
  /** Leaves an existing client as it is. True when the client was added. */
  addIfAbsent(client: SiteClient): Promise<boolean>;
  replaceSecret(clientId: string, secretHash: string): Promise<void>;
}
