import type { SignedIn } from '@gauntlet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SessionTokens } from '../../identity/index.ts';
import { type CookieSettings, setSessionCookies } from '../session-cookies.ts';

/** Cookies for browsers; programs are also told the access token, which no page's script needs to see. */
export function answerSignedIn(
  request: FastifyRequest,
  reply: FastifyReply,
  settings: CookieSettings,
  tokens: SessionTokens,
): SignedIn {
  setSessionCookies(reply, settings, tokens);
  reply.header('cache-control', 'no-store');
  const isBrowser = request.headers['sec-fetch-site'] !== undefined || request.headers.origin !== undefined;
  return {
    sessionId: tokens.sessionId,
    accessToken: isBrowser ? null : tokens.accessToken,
    expiresInSeconds: tokens.accessSeconds,
    sessionSeconds: tokens.refreshSeconds,
  };
}
