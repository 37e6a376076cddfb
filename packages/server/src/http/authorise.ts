/**
 * Whether the caller may use the route, by the table of scopes. Runs before a body is read. What a
 * browser sends by itself, its cookie, is not enough to change anything: such requests must come from a
 * page of our own.
 */
import { allows } from '@gauntlet/core/identity';
import type { FastifyRequest } from 'fastify';
import type { HttpSettings } from './deps.ts';
import type { App } from './http-app.ts';
import { refused } from './refused.ts';
import { accessOf, type RouteAccess } from './route-scopes.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export function authoriseRequests(app: App, { publicUrl }: Pick<HttpSettings, 'publicUrl'>): void {
  const publicOrigin = publicUrl === null ? null : (URL.parse(publicUrl)?.origin ?? null);
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat())
      if (accessOf(each, url) === null) throw new Error(`${each} ${url} has no row in route-scopes.ts`);
  });
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const url = request.routeOptions.url ?? '';
    const access = accessOf(request.method, url);
    if (access === null) throw new Error(`${request.method} ${url} has no row in route-scopes.ts`);
    authorise(request, access, publicOrigin);
  });
}

function authorise(request: FastifyRequest, access: RouteAccess, publicOrigin: string | null): void {
  if (access === 'public') return;
  if (access === 'agent') {
    if (request.group === null) throw notSignedIn('the token of a group, as its agent was given it');
    return;
  }
  if (request.actor === null) throw notSignedIn('a token: `Authorization: Bearer gnt_...`');
  const { scopes } = request.actor;
  if (!allows(scopes, access))
    throw refused(
      'not-allowed',
      `This needs the scope "${access}"; you have ${scopes.map((scope) => `"${scope}"`).join(', ') || 'none'} here.`,
    );
  if (request.signedInBy === 'cookie' && !SAFE_METHODS.has(request.method))
    refuseForeignPages(request, publicOrigin);
}

const notSignedIn = (needed: string) => refused('not-signed-in', `This address needs ${needed}.`);

/** A page of another site can neither set the header nor claim our origin. */
function refuseForeignPages(request: FastifyRequest, publicOrigin: string | null): void {
  if (isFromOwnPage(request, publicOrigin) && request.headers['x-gauntlet-csrf'] === '1') return;
  throw refused(
    'not-allowed',
    'A browser session changes things only from a page of this server, with the header `x-gauntlet-csrf: 1`. Programs send a token.',
  );
}

function isFromOwnPage({ headers, protocol, host }: FastifyRequest, publicOrigin: string | null): boolean {
  const { origin } = headers;
  if (origin === undefined) return headers['sec-fetch-site'] === 'same-origin';
  return origin === publicOrigin || origin.toLowerCase() === `${protocol}://${host}`.toLowerCase();
}
