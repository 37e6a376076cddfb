/**
 * By which way git goes to a host, decided before it starts: refused, straight to addresses that were looked
 * up and judged here, through a proxy, or as it likes to a host that was named in GAUNTLET_OUTBOUND_ALLOW.
 *
 * Invariant: git never looks a name up by itself unless that name was allowed. A name that stands for another
 * address a moment later gains nothing: git is held to the addresses that were judged.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { type Result, refuse } from '@gauntlet/core/kernel';
import { isNamed, judgeOutbound, type OutboundAllowance } from '@gauntlet/host/outbound';
import type { ContentRefusal } from './content-order.ts';
import type { GitAddress } from './git-address.ts';
import { proxyFor } from './proxy-for.ts';

export type GitRoute =
  | { by: 'itself' }
  | { by: 'proxy'; proxy: string }
  | { by: 'addresses'; host: string; port: number; addresses: readonly string[] };

export type RouteQuestion = {
  address: GitAddress;
  allowed: OutboundAllowance;
  environment: Readonly<Record<string, string>>;
  /** Of git's own settings: it goes before the environment's. */
  configuredProxy: string | undefined;
  /** All addresses of a name; empty when there are none. */
  resolve?: ((host: string) => Promise<readonly string[]>) | undefined;
};

export const chooseRoute = async (question: RouteQuestion): Promise<Result<GitRoute, ContentRefusal>> => {
  const { address, allowed, resolve = resolveHost } = question;
  const { host, port } = address;
  if (isNamed(host, allowed)) return { ok: true, value: { by: 'itself' } };
  const proxy = address.protocol === 'ssh' ? null : proxyFor(address, question);
  if (proxy !== null && isIP(host) === 0)
    return allowed.proxiedNames ? { ok: true, value: { by: 'proxy', proxy } } : refuse(nameByProxy(address));
  const addresses = isIP(host) === 0 ? await resolve(host) : [host];
  if (addresses.length === 0) return refuse(notFound(address));
  const verdict = judgeOutbound({ host, addresses }, allowed);
  if (!verdict.ok)
    return refuse({ reason: 'content-unavailable', message: `${address.url}: ${verdict.message}` });
  return {
    ok: true,
    value: proxy === null ? { by: 'addresses', host, port, addresses } : { by: 'proxy', proxy },
  };
};

/** As the system does it for every program; in the order in which they should be tried. */
const resolveHost = async (host: string): Promise<string[]> => {
  const found = await lookup(host, { all: true }).catch(() => []); // not found, or nobody to ask: no address
  return [...new Set(found.map(({ address }) => address))];
};

const notFound = ({ host, url }: GitAddress): ContentRefusal => ({
  reason: 'content-unavailable',
  message: `The host ${host} of ${url} cannot be found. Check the name, and that this machine resolves it.`,
});

/** Whoever looks a name up decides where it leads to, and here that is the proxy. */
const nameByProxy = ({ host, url }: GitAddress): ContentRefusal => ({
  reason: 'content-unavailable',
  message: `${url} may not be reached: the proxy of this machine would look up ${host}, so where it leads to cannot be judged here. Whoever runs the server can allow it: GAUNTLET_OUTBOUND_ALLOW=${host}, or =proxy for every name that the proxy lets through.`,
});
