import { isIP } from 'node:net';

/** Where a request comes from, as far as can be seen. */
export interface Peer {
  /** The other end of the connection. */
  remote: string | undefined;
  /** The header X-Forwarded-For: every proxy adds whom it got the request from, at the end. */
  forwardedFor: string | undefined;
}

/**
 * The address of the client. The header is what anybody may send, so only as many of its last entries count as there
 * are proxies of our own before the gateway; what is no address there makes the nearest one known count.
 *
 * @param proxies how many proxies a request passes, each of which adds to X-Forwarded-For
 */
export function clientAddress({ remote, forwardedFor }: Peer, proxies: number): string | undefined {
  const hops = [remote ?? '', ...(forwardedFor ?? '').split(',').toReversed()].slice(0, proxies + 1);
  const addresses = hops.map(addressIn);
  const gap = addresses.findIndex((address) => address === undefined);
  return addresses[(gap < 0 ? addresses.length : gap) - 1];
}

/** Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`. */
function addressIn(entry: string): string | undefined {
  const text = entry.trim().slice(0, 100);
  const [, bracketed, plain] = /^(?:\[([^\]]*)\]|([\d.]+))(?::\d+)?$/.exec(text) ?? [];
  const address = bracketed ?? plain ?? text;
  return isIP(address) === 0 ? undefined : address;
}
