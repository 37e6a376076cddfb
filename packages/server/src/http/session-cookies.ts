/**
 * The two cookies of a browser session: the access token, for minutes, and the refresh token, for as long as
 * the session may last. For the browser alone: no script sees them, no other site sends them.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionTokens, Visitor } from '../identity/index.ts';
import type { HttpSettings } from './deps.ts';

export const ACCESS_COOKIE = 'gauntlet_access';
export const REFRESH_COOKIE = 'gauntlet_refresh';

export type CookieSettings = Pick<HttpSettings, 'secureCookies' | 'publicUrl'>;

export function setSessionCookies(
  reply: FastifyReply,
  settings: CookieSettings,
  tokens: SessionTokens,
): void {
  const options = optionsFor(reply.request, settings);
  reply.setCookie(ACCESS_COOKIE, tokens.accessToken, { ...options, maxAge: tokens.accessSeconds });
  reply.setCookie(REFRESH_COOKIE, tokens.refreshToken, { ...options, maxAge: tokens.refreshSeconds });
}

export function clearSessionCookies(reply: FastifyReply, settings: CookieSettings): void {
  const options = optionsFor(reply.request, settings);
  reply.clearCookie(ACCESS_COOKIE, options).clearCookie(REFRESH_COOKIE, options);
}

const optionsFor = (request: FastifyRequest, settings: CookieSettings) =>
  ({ path: '/', httpOnly: true, sameSite: 'strict', secure: mustBeSecure(request, settings) }) as const;

/** A browser that came by https sends the cookie by nothing less. */
const mustBeSecure = ({ protocol }: FastifyRequest, { secureCookies, publicUrl }: CookieSettings) =>
  secureCookies === 'always' || protocol === 'https' || publicUrl?.startsWith('https:') === true;

export const visitorOf = ({ ip, id, headers }: FastifyRequest): Visitor => ({
  address: ip,
  userAgent: headers['user-agent'] ?? null,
  requestId: id,
});
