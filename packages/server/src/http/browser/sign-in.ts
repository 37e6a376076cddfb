/** The door: GET /signin shows it and takes sign-in links, POST /signin takes a password, POST /signout shuts it. */

import { PROBLEM_STATUS } from '@gauntlet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { wantsHtml } from '../accept.ts';
import { acceptForms } from '../accept-forms.ts';
import { signOut } from '../auth/sign-out.ts';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { localPath } from '../own-address.ts';
import { renderSignInPage, type SignInPageModel } from '../pages/sign-in-page.ts';
import { refused } from '../refused.ts';
import { REFRESH_COOKIE, setSessionCookies, visitorOf } from '../session-cookies.ts';
import { cameFromElsewhere } from './draw-problem.ts';
import { sendOn, sendPage } from './send-page.ts';

const Typed = z.string().max(1000).default('');
/** The page that somebody wanted to see. */
const Next = z.string().max(600).optional();
const SignInForm = z.object({ username: Typed, password: Typed, next: Next }).prefault({});

export async function routeSignIn(app: App, deps: HttpDeps, settings: HttpSettings): Promise<void> {
  await app.register(async (scope: App) => {
    acceptForms(scope);
    routeDoor(scope, deps, settings);
    routeSignInForm(scope, deps, settings);
    routeSignOutForm(scope, deps, settings);
  });
}

const page = ({ provider }: HttpDeps, reply: FastifyReply, model: Omit<SignInPageModel, 'providerName'>) => {
  const seen = { providerName: provider?.name ?? null };
  return sendPage(reply, renderSignInPage({ ...model, ...seen }));
};

function routeDoor(app: App, deps: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'GET',
    url: '/signin',
    schema: {
      hide: true,
      querystring: z.object({
        code: z.string().min(1).max(200).optional(),
        out: z.string().optional(),
        next: Next,
      }),
    },
    handler: async (request, reply) => {
      const { code, out } = request.query;
      const next = localPath(request.query.next);
      if (code !== undefined) return redeem(deps, settings, request, reply, code);
      if (request.actor) return reply.redirect(next, 303);
      const ended = out !== undefined || request.cookies[REFRESH_COOKIE] !== undefined;
      return page(deps, reply, { reason: ended ? 'session-ended' : 'needed', next });
    },
  });
}

/** The dashboard says how to come in without another link; what one came for is what it shows. */
const NO_PASSWORD_YET = '/?password=none';

async function redeem(
  deps: HttpDeps,
  settings: HttpSettings,
  request: FastifyRequest,
  reply: FastifyReply,
  code: string,
): Promise<FastifyReply> {
  refusePrefetch(request);
  const redeemed = await deps.identity.redeemSignInLink(code, visitorOf(request));
  if (redeemed === null) {
    if (wantsHtml(request.headers.accept)) return page(deps, reply.code(410), { reason: 'link-invalid' });
    throw refused(
      'link-expired',
      'The sign-in link is used up or expired. Get a new one by `gauntlet login --link`.',
    );
  }
  setSessionCookies(reply, settings, redeemed.tokens);
  const home = redeemed.hasPassword ? '/' : NO_PASSWORD_YET;
  return cameFromElsewhere(request) ? sendOn(reply, home) : reply.redirect(home, 303);
}

function routeSignInForm(app: App, deps: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/signin',
    schema: { hide: true, body: SignInForm },
    handler: async (request, reply) => {
      const { username, password } = request.body;
      const next = localPath(request.body.next);
      const signedIn = await deps.identity.logIn({ username, password, visitor: visitorOf(request) });
      if (signedIn.ok) {
        setSessionCookies(reply, settings, signedIn.value);
        return reply.redirect(next, 303);
      }
      const { code, message, retryAfterSeconds } = signedIn.error;
      if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
      return page(deps, reply.code(PROBLEM_STATUS[code]), { reason: 'refused', message, username, next });
    },
  });
}

function routeSignOutForm(app: App, deps: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/signout',
    schema: { hide: true },
    handler: async (request, reply) => {
      await signOut(deps, settings, request, reply);
      return reply.redirect('/signin?out', 303);
    },
  });
}

/** A link is good once: a browser or program that only looks ahead must not use it up. */
function refusePrefetch({ method, headers }: FastifyRequest): void {
  const purpose = [headers['sec-purpose'], headers.purpose, headers['x-moz'], headers['x-purpose']].join(' ');
  if (method === 'HEAD' || /prefetch|prerender|preview/i.test(purpose))
    throw refused('unavailable', 'A sign-in link is good once and is not fetched beforehand. Open it.');
}
