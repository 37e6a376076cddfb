/** GET /signin: turns a one-time link into a session. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { wantsHtml } from '../accept.ts';
import { SESSION_COOKIE, setSession } from '../authenticate.ts';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { localPath } from '../own-address.ts';
import { renderSignInPage, type SignInPageModel } from '../pages/sign-in-page.ts';
import { refused } from '../refused.ts';
import { cameFromElsewhere } from './draw-problem.ts';
import { sendOn, sendPage } from './send-page.ts';

/** `next`: the page that somebody wanted to see. */
const SignInQuery = z.object({
  code: z.string().min(1).max(200).optional(),
  next: z.string().max(600).optional(),
});

export function routeSignIn(app: App, deps: HttpDeps, settings: HttpSettings): void {
  const page = (reply: FastifyReply, reason: SignInPageModel['reason'], next?: string) => {
    const provider = deps.provider && { name: deps.provider.name, next: localPath(next) };
    return sendPage(reply, renderSignInPage({ reason, provider, now: deps.clock.now().toISOString() }));
  };
  app.route({
    method: 'GET',
    url: '/signin',
    schema: { hide: true, querystring: SignInQuery },
    handler: async (request, reply) => {
      const { code, next } = request.query;
      if (code === undefined) {
        if (request.actor) return reply.redirect(localPath(next), 303);
        return page(reply, request.cookies[SESSION_COOKIE] === undefined ? 'needed' : 'session-ended', next);
      }
      refusePrefetch(request);
      const session = await deps.identity.redeemSignInLink(code);
      if (session === null) {
        if (wantsHtml(request.headers.accept)) return page(reply.code(410), 'link-invalid');
        throw refused(
          'link-expired',
          'The sign-in link is used up or expired. Get a new one by `gauntlet login --link`.',
        );
      }
      setSession(reply, session, mustBeSecure(request, settings));
      return cameFromElsewhere(request) ? sendOn(reply, '/') : reply.redirect('/', 303);
    },
  });
}

/** A browser that came by https sends the cookie by nothing less. */
export const mustBeSecure = (
  { protocol }: FastifyRequest,
  { secureCookies, publicUrl }: Pick<HttpSettings, 'secureCookies' | 'publicUrl'>,
) => secureCookies === 'always' || protocol === 'https' || publicUrl?.startsWith('https:') === true;

/** A link is good once: a browser or program that only looks ahead must not use it up. */
function refusePrefetch({ method, headers }: FastifyRequest): void {
  const purpose = [headers['sec-purpose'], headers.purpose, headers['x-moz'], headers['x-purpose']].join(' ');
  if (method === 'HEAD' || /prefetch|prerender|preview/i.test(purpose))
    throw refused('unavailable', 'A sign-in link is good once and is not fetched beforehand. Open it.');
}
