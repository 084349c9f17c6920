/** The gateway as clients see it, without a slash at the end. Known once the gateway listens. */
export class PublicAddress {
  private url: URL | undefined;

  /** @param configured the setting PUBLIC_URL; without it the address listened on counts */
  constructor(configured: string | undefined) {
    if (configured !== undefined) this.url = new URL(configured);
  }

  listeningOn(url: string): void {
    this.url ??= new URL(url);
  }

  /** For links, such as `https://host` or `https://host/prefix`. */
  get base(): string {
    return this.known.href.replace(/\/+$/, '');
  }

  /** Host and port, for `drs://` ids (contract 1.1, self_uri). */
  get host(): string {
    return this.known.host;
  }

  private get known(): URL {
    if (this.url === undefined) throw new Error('the public address is known only once the gateway listens');
    return this.url;
  }
}
