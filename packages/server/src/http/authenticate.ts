/**
 * Who asks: a token in the Authorization header, or the session cookies of a browser. Finding nobody is no
 * error here; the route's row in the table of scopes decides whether that is enough.
 */
import type { TokenId } from '@gauntlet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Actor, hashSecret } from '../identity/index.ts';
import { wantsHtml } from './accept.ts';
import type { HttpDeps } from './deps.ts';
import type { App } from './http-app.ts';
import {
  ACCESS_COOKIE,
  type CookieSettings,
  clearSessionCookies,
  REFRESH_COOKIE,
  setSessionCookies,
  visitorOf,
} from './session-cookies.ts';

/** How exactly the last use of a token is known. */
const NOTED_EVERY_MS = 30_000;
const MOST_TOKENS = 10_000;
const AGENT_TOKEN = /^gag_[\w-]{20,100}$/;

export function recogniseCallers(app: App, deps: HttpDeps, settings: CookieSettings): void {
  app.decorateRequest('actor', null);
  app.decorateRequest('home', null);
  app.decorateRequest('group', null);
  app.decorateRequest('signedInBy', null);
  const noteUse = createUseNotes(deps);
  app.addHook('onRequest', async (request, reply) => {
    const token = bearerOf(request.headers.authorization);
    if (token === null) return recogniseBrowser(deps, settings, request, reply);
    await recogniseProgram(deps, request, token);
    if (request.actor?.tokenId) noteUse(request.actor.tokenId);
  });
}

async function recogniseProgram(deps: HttpDeps, request: FastifyRequest, token: string): Promise<void> {
  if (AGENT_TOKEN.test(token)) return recogniseAgent(deps, request, token);
  const actor = await deps.identity.authenticate(token);
  if (actor) takeIn(request, actor, 'token');
}

async function recogniseBrowser(
  deps: HttpDeps,
  settings: CookieSettings,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { [ACCESS_COOKIE]: access, [REFRESH_COOKIE]: refresh } = request.cookies;
  const actor = access === undefined ? null : await deps.identity.authenticate(access);
  if (actor?.via === 'session') return takeIn(request, actor, 'cookie');
  if (refresh === undefined || !isNavigation(request)) return;
  // A page that a person opens is not answered by a detour: the session goes on with this request.
  const refreshed = await deps.identity.refreshSession(refresh, visitorOf(request));
  if (!refreshed.ok) return void clearSessionCookies(reply, settings);
  setSessionCookies(reply, settings, refreshed.value);
  const again = await deps.identity.authenticate(refreshed.value.accessToken);
  if (again) takeIn(request, again, 'cookie');
}

/** HEAD and what is fetched beforehand change nothing of the session. */
const isNavigation = ({ method, headers }: FastifyRequest) =>
  method === 'GET' && wantsHtml(headers.accept) && headers['sec-purpose'] === undefined;

function takeIn(request: FastifyRequest, actor: Actor, signedInBy: 'token' | 'cookie'): void {
  request.actor = { ...actor, address: request.ip, requestId: request.id };
  request.signedInBy = signedInBy;
}

/** Beside the request: when a token was last used is worth no waiting, no failure, and not a query each time. */
function createUseNotes({ identity, log }: HttpDeps): (tokenId: TokenId) => void {
  const notedAt = new Map<TokenId, number>();
  return (tokenId) => {
    const now = performance.now();
    if (now - (notedAt.get(tokenId) ?? Number.NEGATIVE_INFINITY) < NOTED_EVERY_MS) return;
    if (notedAt.size >= MOST_TOKENS) notedAt.clear();
    notedAt.set(tokenId, now);
    identity.touchToken(tokenId).catch((cause: unknown) => {
      log.warn({ tokenId, cause: String(cause) }, 'the last use of a token could not be noted');
    });
  };
}

async function recogniseAgent(deps: HttpDeps, request: FastifyRequest, token: string): Promise<void> {
  const hash = Buffer.from(await hashSecret(token), 'hex');
  request.group = await deps.agents.findGroup(hash);
}

/** Null for no header or one of another scheme. */
function bearerOf(header: string | undefined): string | null {
  const match = /^Bearer +([\w.~+/=-]{1,2000}) *$/i.exec(header ?? '');
  return match?.[1] ?? null;
}
