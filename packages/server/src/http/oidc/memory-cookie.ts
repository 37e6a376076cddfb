/**
 * The cookie that carries a sign-in over the visit to the identity provider. Lax, not Strict: the provider
 * sends the browser back, and a Strict cookie does not come along then.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type CookieSettings, mustBeSecure } from '../session-cookies.ts';

export const MEMORY_COOKIE = 'gauntlet_oidc';
export const CALLBACK_PATH = '/auth/oidc/callback';

const optionsFor = (request: FastifyRequest, settings: CookieSettings) =>
  ({
    path: CALLBACK_PATH,
    httpOnly: true,
    sameSite: 'lax',
    secure: mustBeSecure(request, settings),
  }) as const;

export const setMemory = (reply: FastifyReply, settings: CookieSettings, sealed: string, maxAge: number) =>
  reply.setCookie(MEMORY_COOKIE, sealed, { ...optionsFor(reply.request, settings), maxAge });

/** Good for one answer, whatever comes of it. */
export const forgetMemory = (reply: FastifyReply, settings: CookieSettings) =>
  reply.clearCookie(MEMORY_COOKIE, optionsFor(reply.request, settings));
