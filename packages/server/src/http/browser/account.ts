/** GET /account: one's password and sessions, and the forms there. */
import { PROBLEM_STATUS } from '@gauntlet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { acceptForms } from '../accept-forms.ts';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { sessionView } from '../me/list-sessions.ts';
import { meOf } from '../me/show-me.ts';
import { type AccountPageModel, renderAccountPage } from '../pages/account-page.ts';
import { accepted } from '../refused.ts';
import { SessionParams } from '../route-parameters.ts';
import { clearSessionCookies } from '../session-cookies.ts';
import { sendPage } from './send-page.ts';

const Typed = z.string().max(1000).default('');
const PasswordForm = z.object({ current: Typed, password: Typed, again: Typed }).prefault({});
type Said = AccountPageModel['said'];

export async function routeAccount(app: App, deps: HttpDeps, settings: HttpSettings): Promise<void> {
  await app.register(async (scope: App) => {
    acceptForms(scope);
    scope.route({
      method: 'GET',
      url: '/account',
      schema: { hide: true, querystring: z.object({ password: z.string().optional() }) },
      handler: (request, reply) =>
        page(deps, request, reply, request.query.password === 'set' ? PASSWORD_SET : null),
    });
    routePasswordForm(scope, deps);
    routeEndSessionForm(scope, deps, settings);
  });
}

const PASSWORD_SET: Said = { kind: 'done', text: 'Your password is set. Your other sessions have ended.' };

async function page(deps: HttpDeps, request: FastifyRequest, reply: FastifyReply, said: Said) {
  const actor = actorOf(request);
  const [sessions, hasPassword] = await Promise.all([
    deps.identity.listSessions(actor.userId),
    deps.identity.hasPassword(actor.userId),
  ]);
  const model = { viewer: meOf(actor), hasPassword, said };
  return sendPage(
    reply,
    renderAccountPage({ ...model, sessions: sessions.map((row) => sessionView(row, actor)) }),
  );
}

function routePasswordForm(app: App, deps: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/account/password',
    schema: { hide: true, body: PasswordForm },
    handler: async (request, reply) => {
      const { current, password, again } = request.body;
      if (password !== again)
        return page(deps, request, reply.code(400), {
          kind: 'refused',
          text: 'The new password is not the same both times. Type it again.',
        });
      const changed = await deps.identity.changePassword(actorOf(request), { current, password });
      if (changed.ok) return reply.redirect('/account?password=set', 303);
      const { code, message, retryAfterSeconds } = changed.error;
      if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
      return page(deps, request, reply.code(PROBLEM_STATUS[code]), { kind: 'refused', text: message });
    },
  });
}

function routeEndSessionForm(app: App, deps: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/account/sessions/:id/end',
    schema: { hide: true, params: SessionParams },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      accepted(await deps.identity.endSession(actor, request.params.id));
      if (request.params.id !== actor.sessionId) return reply.redirect('/account', 303);
      clearSessionCookies(reply, settings);
      return reply.redirect('/signin?out', 303);
    },
  });
}
