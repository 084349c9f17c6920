import type { LookupAddress } from 'node:dns';
import { lookup as systemLookup } from 'node:dns/promises';
import { once } from 'node:events';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import type { AllowedHosts } from './allowed-hosts';
import { inwardKind } from './public-address';

/** Gives every address of a host name. */
export type Resolve = (host: string) => Promise<LookupAddress[]>;

export interface ConnectionRules {
  /** Hosts whose addresses are not looked at. */
  allowed: AllowedHosts;
  /** Milliseconds for a connection, from the look-up of its name to the end of the TLS handshake. */
  connectTimeoutMs: number;
  /** In place of the system's resolver. */
  resolve?: Resolve;
}

export interface Target {
  host: string;
  port: number;
  /** What the socket emits once it can be used. */
  readyEvent: 'connect' | 'secureConnect';
}

/** The address is not named: whoever set the URL may not know it. */
export class AddressRefused extends Error {
  constructor(kind: string) {
    super(`its host is at an address that is not public (${kind})`);
    this.name = 'AddressRefused';
  }
}

/**
 * Connects by `dial`, which must look its host up by the function that it is given. An address that is not public is
 * never dialled, and the socket is handed over only after its far end was looked at: there is no second look-up between
 * the check and the use that could answer otherwise.
 *
 * @throws AddressRefused, or what the resolver or the socket says
 */
export async function connectGuarded(
  { host, port, readyEvent }: Target,
  rules: ConnectionRules,
  dial: (lookup: LookupFunction) => Socket,
): Promise<Socket> {
  const trusted = rules.allowed.has(host, port);
  const refuse = (address: string): void => {
    const kind = trusted ? undefined : inwardKind(address);
    if (kind) throw new AddressRefused(kind);
  };
  // Node asks no look-up for a host that is an address already.
  if (isIP(host)) refuse(host);
  const socket = dial(guardedLookup(rules.resolve ?? lookUpAll, refuse));
  const late = setTimeout(
    () => socket.destroy(new Error(`no connection after ${rules.connectTimeoutMs} ms`)),
    rules.connectTimeoutMs,
  );
  try {
    await once(socket, readyEvent);
    refuse(socket.remoteAddress ?? '');
    return socket;
  } catch (thrown) {
    socket.destroy();
    throw thrown;
  } finally {
    clearTimeout(late);
  }
}

function lookUpAll(host: string): Promise<LookupAddress[]> {
  return systemLookup(host, { all: true });
}

/** A name with one address that is refused is refused as a whole: it points inward, by mistake or on purpose. */
function guardedLookup(resolve: Resolve, refuse: (address: string) => void): LookupFunction {
  const find = async (host: string): Promise<[LookupAddress, ...LookupAddress[]]> => {
    const [first, ...others] = await resolve(host);
    if (!first) throw new Error(`${host} has no address`);
    for (const { address } of [first, ...others]) refuse(address);
    return [first, ...others];
  };
  // Told outside of the promise, so that what `done` throws is not taken for a failed look-up.
  return (host, { all }, done) =>
    void find(host).then(
      (found) =>
        all
          ? process.nextTick(done, null, found)
          : process.nextTick(done, null, found[0].address, found[0].family),
      (fault: Error) => process.nextTick(done, fault, ''),
    );
}
