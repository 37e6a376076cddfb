import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpDeps } from '../deps.ts';
import { type CookieSettings, clearSessionCookies, REFRESH_COOKIE, visitorOf } from '../session-cookies.ts';

/** By the access token while it is good, or else by the refresh token. Without either one is signed out already. */
export async function signOut(
  { identity }: Pick<HttpDeps, 'identity'>,
  settings: CookieSettings,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { actor, cookies } = request;
  const refreshToken = cookies[REFRESH_COOKIE];
  if (actor?.sessionId) await identity.endSession(actor, actor.sessionId);
  else if (refreshToken !== undefined) await identity.logOut(refreshToken, visitorOf(request));
  clearSessionCookies(reply, settings);
}
