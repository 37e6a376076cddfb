/**
 * The addresses that a host stands for, looked up once and judged: whoever connects then uses exactly these,
 * so that a name which stands for another address a moment later gains nothing.
 */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { canonicalHost, judgeOutbound, type OutboundAllowance } from './outbound.ts';

export type OutboundAddresses =
  | { ok: true; host: string; addresses: readonly [string, ...string[]] }
  | { ok: false; why: 'refused' | 'not-found'; message: string };

/** All addresses of a name; empty when there are none. */
export type Resolve = (host: string) => Promise<readonly string[]>;

export async function findOutboundAddresses(
  text: string,
  allowed: OutboundAllowance,
  resolve: Resolve = resolveHost,
): Promise<OutboundAddresses> {
  const host = canonicalHost(text);
  if (host === null) return { ok: false, why: 'refused', message: `"${text}" is no name of a host.` };
  const [first, ...others] = isIP(host) === 0 ? await resolve(host) : [host];
  if (first === undefined)
    return { ok: false, why: 'not-found', message: `The host ${host} cannot be found. Check the name.` };
  const verdict = judgeOutbound({ host, addresses: [first, ...others] }, allowed);
  if (!verdict.ok) return { ok: false, why: 'refused', message: verdict.message };
  return { ok: true, host, addresses: [first, ...others] };
}

/** As the system does it for every program; in the order in which they should be tried. */
const resolveHost: Resolve = async (host) => {
  const found = await lookup(host, { all: true }).catch(() => []); // not found, or nobody to ask: no address
  return [...new Set(found.map(({ address }) => address))];
};
