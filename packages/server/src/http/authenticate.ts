/**
 * Who asks: a token in the Authorization header, or the session cookie of a browser. Finding nobody is no
 * error here; the route's row in the table of scopes decides whether that is enough.
 */
import type { TokenId } from '@gauntlet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hashSecret } from '../identity/index.ts';
import type { HttpDeps } from './deps.ts';
import type { App } from './http-app.ts';

export const SESSION_COOKIE = 'gauntlet_session';
/** How exactly the last use of a token is known. */
const NOTED_EVERY_MS = 30_000;
const MOST_TOKENS = 10_000;
const AGENT_TOKEN = /^gag_[\w-]{20,100}$/;

export function recogniseCallers(app: App, deps: HttpDeps): void {
  app.decorateRequest('actor', null);
  app.decorateRequest('group', null);
  app.decorateRequest('signedInBy', null);
  const noteUse = createUseNotes(deps);
  app.addHook('onRequest', async (request) => {
    await recognise(deps, request);
    if (request.actor?.tokenId) noteUse(request.actor.tokenId);
  });
}

async function recognise(deps: HttpDeps, request: FastifyRequest): Promise<void> {
  const token = bearerOf(request.headers.authorization);
  if (token !== null && AGENT_TOKEN.test(token)) return recogniseAgent(deps, request, token);
  const session = token === null ? (request.cookies[SESSION_COOKIE] ?? null) : null;
  const secret = token ?? session;
  if (secret === null || !secret.startsWith('gnt_')) return;
  const actor = await deps.identity.authenticate(secret);
  if (!actor) return;
  request.actor = { ...actor, address: request.ip, requestId: request.id };
  request.signedInBy = token === null ? 'cookie' : 'token';
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
  const match = /^Bearer +([\w.~+/=-]{1,300}) *$/i.exec(header ?? '');
  return match?.[1] ?? null;
}

/** For the browser alone: no script sees it, no other site sends it. */
export function setSession(
  reply: FastifyReply,
  session: { token: string; seconds: number },
  secure: boolean,
): void {
  reply.setCookie(SESSION_COOKIE, session.token, {
    path: '/',
    httpOnly: true,
    sameSite: 'strict',
    secure,
    maxAge: session.seconds,
  });
}
