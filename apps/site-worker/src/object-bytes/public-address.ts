import { BlockList, isIP } from 'node:net';

type Version = 'ipv4' | 'ipv6';

/**
 * Ranges nobody may be led to, with what they are: the special-purpose registries of IANA (RFC 6890 and its updates),
 * and the one public address by which Azure serves the machine itself.
 */
const INWARD_V4: [name: string, ...ranges: string[]][] = [
  ['unspecified', '0.0.0.0/8'],
  ['private', '10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'],
  ['carrier-grade NAT', '100.64.0.0/10'],
  ['loopback', '127.0.0.0/8'],
  ['link-local', '169.254.0.0/16'],
  ['documentation', '192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24'],
  ['benchmarking', '198.18.0.0/15'],
  ['6to4 relay', '192.88.99.0/24'],
  ['multicast', '224.0.0.0/4'],
  ['reserved', '192.0.0.0/24', '240.0.0.0/4'],
  ['platform', '168.63.129.16/32'],
];

/** Of IPv6 only 2000::/3 is given out, so what is left of it after these is all that is public. */
const INWARD_V6: [name: string, ...ranges: string[]][] = [
  ['unspecified', '::/128'],
  ['loopback', '::1/128'],
  ['private', 'fc00::/7', 'fec0::/10'],
  ['link-local', 'fe80::/10'],
  ['multicast', 'ff00::/8'],
  ['Teredo', '2001::/32'],
  ['reserved', '2001::/23'],
  ['documentation', '2001:db8::/32', '3fff::/20'],
  ['6to4', '2002::/16'],
];

/** An IPv4 address in the last 32 bits: written as IPv6 (RFC 4291, 2.5.5.2), and translated by NAT64 (RFC 6052, 2.1). */
const CARRIERS_OF_V4 = listOf('ipv6', ['::ffff:0:0/96', '64:ff9b::/96']);
const GIVEN_OUT_V6 = listOf('ipv6', ['2000::/3']);

const inwardV4 = INWARD_V4.map(([name, ...ranges]) => ({ name, list: listOf('ipv4', ranges) }));
const inwardV6 = INWARD_V6.map(([name, ...ranges]) => ({ name, list: listOf('ipv6', ranges) }));

/**
 * What kind of address this is, such as `loopback`, when it is none that everybody on the internet may reach; nothing
 * when it is public. An IPv6 address that carries an IPv4 address is judged by that one. What is no IP address is
 * `malformed`.
 */
export function inwardKind(address: string): string | undefined {
  const [plain = ''] = address.split('%');
  const version = isIP(plain);
  if (version === 4) return inwardV4.find(({ list }) => list.check(plain, 'ipv4'))?.name;
  if (version !== 6) return 'malformed';
  if (CARRIERS_OF_V4.check(plain, 'ipv6')) return inwardKind(carriedV4(plain));
  const known = inwardV6.find(({ list }) => list.check(plain, 'ipv6'))?.name;
  return known ?? (GIVEN_OUT_V6.check(plain, 'ipv6') ? undefined : 'reserved');
}

/** The URL parser writes every spelling of an IPv6 address alike, in groups of hexadecimal digits. */
function carriedV4(address: string): string {
  const groups = new URL(`http://[${address}]`).hostname.slice(1, -1).split(':');
  const [high, low] = groups.slice(-2).map((group) => parseInt(group || '0', 16));
  return [(high ?? 0) >> 8, (high ?? 0) & 255, (low ?? 0) >> 8, (low ?? 0) & 255].join('.');
}

function listOf(version: Version, ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [prefix = '', bits] = range.split('/');
    list.addSubnet(prefix, Number(bits), version);
  }
  return list;
}
