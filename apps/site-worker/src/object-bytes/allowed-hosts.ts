import { domainToASCII } from 'node:url';

const MOST_HOSTS = 100;
const LONGEST_HOST = 260;
const ENTRY = /^(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(\d{1,5}))?$/i;

/** Hosts that an operator lets objects be read from wherever they are: `host` with any port, or `host:port`. */
export class AllowedHosts {
  private constructor(private readonly entries: ReadonlySet<string>) {}

  /**
   * Reads `localhost:9000, data.lab.internal, [::1]:8080`. Names are compared exactly, without case: none stands for
   * its subdomains or for the addresses it has.
   *
   * @throws Error that names the entry which cannot be used
   */
  static parse(text: string): AllowedHosts {
    const entries = text.split(',').flatMap((entry) => (entry.trim() === '' ? [] : [entry.trim()]));
    if (entries.length > MOST_HOSTS)
      throw new Error(`names ${entries.length} hosts; up to ${MOST_HOSTS} may be named`);
    return new AllowedHosts(new Set(entries.map(normalized)));
  }

  /** `host` as `URL.hostname` or a socket's options write it, with or without the brackets of IPv6. */
  has(host: string, port: number): boolean {
    const name = host.includes(':') && !host.startsWith('[') ? `[${host}]` : host;
    return this.entries.has(name.toLowerCase()) || this.entries.has(`${name.toLowerCase()}:${port}`);
  }
}

function normalized(entry: string): string {
  const [, host = '', port] = ENTRY.exec(entry) ?? [];
  const name = entry.length > LONGEST_HOST ? '' : domainToASCII(host);
  if (name === '' || Number(port ?? 1) < 1 || Number(port ?? 1) > 65_535)
    throw new Error(
      `"${entry.slice(0, LONGEST_HOST)}" is not a host such as localhost or data.lab.internal:9000`,
    );
  return port === undefined ? name : `${name}:${Number(port)}`;
}
