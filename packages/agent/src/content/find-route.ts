/** Prepares git's way out: what git itself is set to and able to do goes into the choice. */
import { isIP } from 'node:net';
import { type Result, refuse } from '@gauntlet/core/kernel';
import { parseOutboundAllow } from '@gauntlet/host/outbound';
import type { ContentOrder, ContentRefusal } from './content-order.ts';
import { explainUnfinished } from './explain-git.ts';
import type { GitAddress } from './git-address.ts';
import { chooseRoute, type GitRoute } from './git-route.ts';
import { createGitRunner } from './run-git.ts';

/** Asks git about itself, and nobody else anything, before it is let out. */
export const findRoute = async (
  order: ContentOrder,
  address: GitAddress,
  stallSeconds: number,
): Promise<Result<GitRoute, ContentRefusal>> => {
  const parsed = parseOutboundAllow(order.outboundAllow.join(','));
  if (!parsed.ok) throw new Error(`GAUNTLET_OUTBOUND_ALLOW: ${parsed.message}`);
  const git = createGitRunner(order, order.environment, stallSeconds);
  const version = await git('version');
  if (version.ended !== 'done') return refuse(explainUnfinished(version, address.url));
  const proxy = await git('config', '--get-urlmatch', 'http.proxy', address.url);
  const route = await chooseRoute({
    address,
    allowed: parsed.allowed,
    environment: order.environment,
    configuredProxy: proxy.stdout.trim() || undefined,
    resolve: order.resolve,
  });
  return route.ok && !canBeHeld(version.stdout, address, route.value)
    ? refuse(tooOld(version.stdout, address))
    : route;
};

/** Since 2.37 git can be told the addresses of a host (http.curloptResolve); ssh and plain addresses always could. */
export const canBeHeld = (version: string, { protocol, host }: GitAddress, route: GitRoute): boolean => {
  const [, major = 0, minor = 0] = (/(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  const isByName = route.by === 'addresses' && protocol !== 'ssh' && isIP(host) === 0;
  return !isByName || major > 2 || (major === 2 && minor >= 37);
};

const tooOld = (version: string, { host, url }: GitAddress): ContentRefusal => ({
  reason: 'content-unavailable',
  message: `${url} may not be reached with ${version.trim()}: it cannot be held to the addresses of ${host} that were looked at. Install git 2.37 or later, or whoever runs the server allows it: GAUNTLET_OUTBOUND_ALLOW=${host}.`,
});
