/** GET /password-reset: where a reset link leads; POST: the new password. Works without script. */
import { PROBLEM_STATUS } from '@gauntlet/contract';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { acceptForms } from '../accept-forms.ts';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { renderPasswordResetPage } from '../pages/password-reset-page.ts';
import { setSessionCookies, visitorOf } from '../session-cookies.ts';
import { sendPage } from './send-page.ts';

const Typed = z.string().max(1000).default('');
const Token = z.string().max(200).default('');
const Form = z.object({ token: Token, password: Typed, again: Typed }).prefault({});

export async function routePasswordResetPage(
  app: App,
  deps: HttpDeps,
  settings: HttpSettings,
): Promise<void> {
  await app.register(async (scope: App) => {
    acceptForms(scope);
    scope.route({
      method: 'GET',
      url: '/password-reset',
      schema: { hide: true, querystring: z.object({ token: Token }) },
      handler: (request, reply) => page(deps, reply, request.query.token, null),
    });
    routeForm(scope, deps, settings);
  });
}

function routeForm(app: App, deps: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/password-reset',
    schema: { hide: true, body: Form },
    handler: async (request, reply) => {
      const { token, password, again } = request.body;
      if (password !== again)
        return page(deps, reply.code(400), token, 'The password is not the same both times. Type it again.');
      const done = await deps.people.resetPassword({ token, password }, visitorOf(request));
      if (done.ok) {
        setSessionCookies(reply, settings, done.value);
        return reply.redirect('/account?password=set', 303);
      }
      const { code, message } = done.error;
      return page(deps, reply.code(PROBLEM_STATUS[code]), token, message);
    },
  });
}

async function page({ people }: HttpDeps, reply: FastifyReply, token: string, fault: string | null) {
  const held = await people.findPasswordReset(token);
  if (held.ok)
    return sendPage(reply, renderPasswordResetPage({ token, fault, username: held.value.username }));
  const { code, message } = held.error;
  return sendPage(
    reply.code(PROBLEM_STATUS[code]),
    renderPasswordResetPage({ token, fault: message, username: null }),
  );
}
