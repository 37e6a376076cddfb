/**
 * Pure: whom people may make this system talk to, by a definition (git) or by a channel of notifications. Public addresses, and
 * what whoever runs the server has allowed in GAUNTLET_OUTBOUND_ALLOW. A name is judged by the addresses it
 * stands for, all of them; who connects must then use exactly those, or the name may have changed meanwhile.
 */
import type { BlockList } from 'node:net';
import { isIP } from 'node:net';
import {
  type AddressKind,
  embeddedAddress,
  kindOf,
  listOf,
  type Network,
  readNetwork,
  withoutZone,
} from './address-kind.ts';

export type OutboundAllowance = {
  /** As they were written, to be handed on. */
  entries: readonly string[];
  /** `private`: all private networks, but not the machine itself and not what a cloud tells its machines. */
  privateNetworks: boolean;
  /** `proxy`: names that go through a proxy are the proxy's to judge. */
  proxiedNames: boolean;
  hosts: ReadonlySet<string>;
  suffixes: readonly string[];
  networks: BlockList;
  /** Networks of one address: only these open a metadata service. */
  single: BlockList;
};

export type ParsedAllowance = { ok: true; allowed: OutboundAllowance } | { ok: false; message: string };

/** Host names, `*.suffix`, networks, addresses, `private` and `proxy`, by commas or blanks. */
export function parseOutboundAllow(text: string): ParsedAllowance {
  const entries = text.split(/[\s,]+/).filter((entry) => entry !== '');
  const unclear = entries.find((entry) => !isEntry(entry));
  if (unclear !== undefined)
    return {
      ok: false,
      message: `"${unclear}" is neither a host name, nor *.suffix, a network (10.0.0.0/8), an address, private or proxy.`,
    };
  return { ok: true, allowed: allowanceOf(entries) };
}

const WORDS = new Set(['private', 'proxy']);
const NAME = /^(?:\*\.)?[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?\.?$/i;

const networkOf = (entry: string): Network | null => readNetwork(entry.replace(/^\[(.*)\]$/, '$1'));

/** `10.0.0` or `300.1.1.1` is a slip of the pen and no name. */
const isEntry = (entry: string): boolean =>
  WORDS.has(entry) || networkOf(entry) !== null || (NAME.test(entry) && !/^[\d.]+$/.test(entry));

function allowanceOf(entries: readonly string[]): OutboundAllowance {
  const networks = entries.map(networkOf).filter((network) => network !== null);
  const names = entries
    .filter((entry) => !WORDS.has(entry) && networkOf(entry) === null)
    .map((name) => name.toLowerCase().replace(/\.$/, ''));
  return {
    entries,
    privateNetworks: entries.includes('private'),
    proxiedNames: entries.includes('proxy'),
    hosts: new Set(names.filter((name) => !name.startsWith('*.'))),
    suffixes: names.filter((name) => name.startsWith('*.')).map((name) => name.slice(1)),
    networks: listOf(networks),
    single: listOf(networks.filter(({ bits, family }) => bits === (family === 'ipv4' ? 32 : 128))),
  };
}

/**
 * A host as everything here compares it: lower case, no brackets, no dot at the end, and an address in its
 * usual spelling, however it was spelled (`0x7f.1`, `2130706433`, `0177.0.0.1`, `[::FFFF:127.0.0.1]`). Null
 * when it is no host.
 */
export function canonicalHost(text: string): string | null {
  if (text === '' || text.length > 255 || /[^\x21-\x7e\u00a1-\uffff]/u.test(text) || /[/\\?#@]/.test(text))
    return null;
  const bare = text.replace(/^\[(.*)\]$/, '$1');
  const address = `http://${bare.includes(':') ? `[${bare}]` : bare}/`;
  if (!URL.canParse(address)) return null;
  const { hostname, href } = new URL(address);
  const host = hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '');
  return href === `http://${hostname}/` && host !== '' ? host : null;
}

/** Whether the host was named, so that its addresses are not looked at. */
export function isNamed(host: string, { hosts, suffixes }: OutboundAllowance): boolean {
  return hosts.has(host) || suffixes.some((suffix) => host.endsWith(suffix) && host.length > suffix.length);
}

export type OutboundVerdict =
  | { ok: true }
  | { ok: false; address: string; kind: AddressKind; message: string };

/** `host` is canonical; `addresses` are all it stands for (itself, when it is an address). */
export function judgeOutbound(
  { host, addresses }: { host: string; addresses: readonly string[] },
  allowed: OutboundAllowance,
): OutboundVerdict {
  if (isNamed(host, allowed)) return { ok: true };
  const address = addresses.find((each) => !isAllowed(each, allowed));
  if (address === undefined) return { ok: true };
  const kind = kindOf(address);
  return { ok: false, address, kind, message: refusalOf(host, address, kind) };
}

function isAllowed(address: string, allowed: OutboundAllowance): boolean {
  const kind = kindOf(address);
  if (kind === 'public') return true;
  if (kind === 'private' && allowed.privateNetworks) return true;
  const list = kind === 'metadata' ? allowed.single : allowed.networks;
  return [withoutZone(address), embeddedAddress(address)].some(
    (each) => each !== null && isIP(each) !== 0 && list.check(each, isIP(each) === 4 ? 'ipv4' : 'ipv6'),
  );
}

const WHAT: Readonly<Record<Exclude<AddressKind, 'public'>, string>> = {
  metadata: "where a cloud's metadata service is",
  loopback: 'this machine itself',
  'link-local': 'a link-local address',
  private: 'in a private network',
  multicast: 'a multicast address',
  reserved: 'no address of a host on the internet',
};

const refusalOf = (host: string, address: string, kind: AddressKind): string => {
  const place = host === address ? host : `${host} (${address})`;
  const what = kind === 'public' ? '' : WHAT[kind];
  return `${place} may not be reached: it is ${what}. Whoever runs the server can allow it: GAUNTLET_OUTBOUND_ALLOW=${host}.`;
};
