/**
 * Whether the caller may use the route, by the table of scopes, and whether a browser's request to change
 * something comes from a page of our own. Runs before a body is read.
 */
import { allows } from '@gauntlet/core/identity';
import type { FastifyRequest } from 'fastify';
import type { HttpSettings } from './deps.ts';
import type { App } from './http-app.ts';
import { createOriginGuard, type OriginRule } from './own-pages.ts';
import { refused } from './refused.ts';
import { accessOf, ORIGIN_RULES, type RouteAccess } from './route-scopes.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export function authoriseRequests(app: App, settings: Pick<HttpSettings, 'publicUrl'>): void {
  const guard = createOriginGuard(settings);
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat())
      if (accessOf(each, url) === null) throw new Error(`${each} ${url} has no row in route-scopes.ts`);
  });
  app.addHook('onRequest', async (request) => {
    if (request.is404) return;
    const url = request.routeOptions.url ?? '';
    const access = accessOf(request.method, url);
    if (access === null) throw new Error(`${request.method} ${url} has no row in route-scopes.ts`);
    authorise(request, access);
    const rule = originRuleOf(request, url);
    if (rule !== null) guard(request, rule);
  });
}

function authorise(request: FastifyRequest, access: RouteAccess): void {
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
}

/** A token is sent by no browser of itself. */
function originRuleOf({ method, signedInBy }: FastifyRequest, url: string): OriginRule | null {
  if (signedInBy === 'token' || SAFE_METHODS.has(method)) return null;
  return ORIGIN_RULES[`${method} ${url}`] ?? (signedInBy === 'cookie' ? 'script' : null);
}

const notSignedIn = (needed: string) => refused('not-signed-in', `This address needs ${needed}.`);
