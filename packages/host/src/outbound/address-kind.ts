/**
 * Pure: what kind of place an IP address is. `node:net`'s BlockList matches the ranges; it is part of Node.js,
 * so there is no package to keep up with. The ranges are those of the IANA special-purpose registries.
 */
import { BlockList, isIP } from 'node:net';

export type AddressKind =
  | 'public'
  | 'metadata'
  | 'loopback'
  | 'link-local'
  | 'private'
  | 'multicast'
  | 'reserved';

/** What a cloud tells its machines, and whoever asks on them. The chart's policies keep tests from the same ones. */
export const METADATA_ADDRESSES = [
  ...['169.254.169.254', '169.254.170.2', '169.254.170.23', '100.100.100.200', '168.63.129.16'],
  ...['192.0.0.192', 'fd00:ec2::254', 'fd00:ec2::23', 'fd20:ce::254'],
] as const;

/** Looked through in this order: what a cloud tells its machines also lies in a wider range. */
const RANGES: readonly (readonly [Exclude<AddressKind, 'public'>, readonly string[]])[] = [
  ['metadata', METADATA_ADDRESSES],
  ['loopback', ['127.0.0.0/8', '::1']],
  ['link-local', ['169.254.0.0/16', 'fe80::/10']],
  ['private', ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7', 'fec0::/10']],
  ['multicast', ['224.0.0.0/4', 'ff00::/8']],
  [
    'reserved',
    [
      ...['0.0.0.0/8', '192.0.0.0/24', '192.0.2.0/24', '192.88.99.0/24', '198.18.0.0/15', '198.51.100.0/24'],
      ...['203.0.113.0/24', '240.0.0.0/4', '2001::/23', '2001:db8::/32', '3fff::/20'],
    ],
  ],
];

export type Network = { address: string; bits: number; family: 'ipv4' | 'ipv6' };

/** `10.0.0.0/8`, or one address; null when it is neither. */
export function readNetwork(text: string): Network | null {
  const [, address = '', bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
  const version = isIP(address);
  if (version === 0 || address.includes('%')) return null;
  const most = version === 4 ? 32 : 128;
  const length = bits === undefined ? most : Number(bits);
  return length > most ? null : { address, bits: length, family: version === 4 ? 'ipv4' : 'ipv6' };
}

export function listOf(networks: readonly (Network | null)[]): BlockList {
  const list = new BlockList();
  for (const network of networks) if (network) list.addSubnet(network.address, network.bits, network.family);
  return list;
}

const KINDS = RANGES.map(([kind, ranges]) => [kind, listOf(ranges.map(readNetwork))] as const);
/** All that is handed out to anybody in IPv6 lies here. */
const UNICAST = listOf([readNetwork('2000::/3')]);

/** Whatever is no address at all is nothing to reach either. */
export function kindOf(address: string): AddressKind {
  const embedded = embeddedAddress(address);
  if (embedded !== null) return kindOf(embedded);
  const plain = withoutZone(address);
  const version = isIP(plain);
  if (version === 0) return 'reserved';
  const family = version === 4 ? 'ipv4' : 'ipv6';
  const known = KINDS.find(([, list]) => list.check(plain, family));
  if (known) return known[0];
  return version === 4 || UNICAST.check(plain, family) ? 'public' : 'reserved';
}

/** `fe80::1%eth0` */
export const withoutZone = (address: string): string => address.replace(/%.*$/, '');

/**
 * The IPv4 address that an IPv6 one stands for: mapped, compatible, by NAT64 (64:ff9b::/96), by 6to4
 * (2002::/16) or by ISATAP (`...:5efe:a.b.c.d`). Null for all others.
 */
export function embeddedAddress(address: string): string | null {
  const groups = groupsOf(withoutZone(address));
  if (groups === null) return null;
  const [a, b, c, d, e, f, g, h] = groups as [number, number, number, number, number, number, number, number];
  if (a === 0x2002) return dotted(b, c);
  if (f === 0x5efe && (e & 0xfdff) === 0) return dotted(g, h);
  const startsWith = (...start: number[]) => start.every((group, index) => groups[index] === group);
  if (startsWith(0, 0, 0, 0, 0, 0xffff) || startsWith(0, 0, 0, 0, 0xffff, 0)) return dotted(g, h);
  if (startsWith(0x64, 0xff9b, 0, 0, 0, 0)) return dotted(g, h);
  const isOwn = g === 0 && h <= 1; // `::` and `::1` are addresses of their own
  return startsWith(0, 0, 0, 0, 0, 0) && d === 0 && !isOwn ? dotted(g, h) : null;
}

const dotted = (high: number, low: number): string =>
  [high >> 8, high & 0xff, low >> 8, low & 0xff].join('.');

/** The eight groups of an IPv6 address, as the URL parser writes them: no dotted end, zeros left out once. */
function groupsOf(address: string): number[] | null {
  if (isIP(address) !== 6) return null;
  const [head = '', tail] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const read = (part: string) =>
    part === '' ? [] : part.split(':').map((group) => Number.parseInt(group, 16));
  if (tail === undefined) return read(head);
  const [first, last] = [read(head), read(tail)];
  return [...first, ...new Array<number>(8 - first.length - last.length).fill(0), ...last];
}
