/**
 * Whether the caller may use the route, by the table of scopes, and whether a browser's request to change
 * something comes from a page of our own. Runs before a body is read.
 */
import { ProjectId } from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import type { FastifyRequest, FastifySchema } from 'fastify';
import { z } from 'zod';
import type { HttpDeps, HttpSettings } from './deps.ts';
import { enterWorkspace } from './enter-workspace.ts';
import type { App } from './http-app.ts';
import { createOriginGuard, type OriginRule } from './own-pages.ts';
import { refused } from './refused.ts';
import { accessOf, ORIGIN_RULES, placeOf, type RouteAccess } from './route-scopes.ts';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

export function authoriseRequests(
  app: App,
  deps: Pick<HttpDeps, 'identity'>,
  settings: Pick<HttpSettings, 'publicUrl'>,
): void {
  const guard = createOriginGuard(settings);
  app.addHook('onRoute', (route) => {
    for (const each of [route.method].flat()) {
      const access = accessOf(each, route.url);
      if (access === null) throw new Error(`${each} ${route.url} has no row in route-scopes.ts`);
      if (placeOf(route.url, access) === 'workspace') route.schema = withProject(route.schema);
    }
  });
  app.addHook('onRequest', async (request) => {
    const url = request.routeOptions.url ?? '';
    const access = accessOf(request.method, url);
    if (access === null) throw new Error(`${request.method} ${url} has no row in route-scopes.ts`);
    await enterWorkspace(deps, request, url, access);
    authorise(request, access);
    const rule = originRuleOf(request, url);
    if (rule !== null) guard(request, rule);
  });
}

/** Every route of a workspace takes the same parameter; which project it names was decided before it is parsed. */
function withProject(schema: FastifySchema = {}): FastifySchema {
  const known = schema.querystring instanceof z.ZodObject ? schema.querystring : z.object({});
  return { ...schema, querystring: known.extend({ project: PROJECT }) };
}

const PROJECT = ProjectId.optional().describe('the project to work in; all of the home team when left out');

function authorise(request: FastifyRequest, access: RouteAccess): void {
  if (access === 'public') return;
  if (access === 'agent') {
    if (request.group === null) throw notSignedIn(request, 'the token of a group, as its agent was given it');
    return;
  }
  if (request.actor === null) throw notSignedIn(request, 'a token: `Authorization: Bearer gnt_...`');
  const { scopes } = request.actor;
  if (!allows(scopes, access))
    throw refused(
      'not-allowed',
      `This needs the scope "${access}"; you have ${scopes.map((scope) => `"${scope}"`).join(', ') || 'none'} here. Use a token that was made with it, or ask for a role that gives it.`,
    );
}

/** A token is sent by no browser of itself. */
function originRuleOf({ method, signedInBy }: FastifyRequest, url: string): OriginRule | null {
  if (signedInBy === 'token' || SAFE_METHODS.has(method)) return null;
  return ORIGIN_RULES[`${method} ${url}`] ?? (signedInBy === 'cookie' ? 'script' : null);
}

/** That a token is no good is told to who sent it; why it is not would tell of other people's. */
function notSignedIn({ headers }: FastifyRequest, needed: string) {
  const useless =
    headers.authorization === undefined
      ? ''
      : " The one that came is not good here: it is another server's, has expired or was ended, or no longer has an account.";
  return refused('not-signed-in', `This address needs ${needed}.${useless}`);
}
