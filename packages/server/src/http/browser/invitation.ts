/** GET /invitation: what somebody is invited to; POST: the account they make of it. Works without script. */
import { PROBLEM_STATUS, Username } from '@gauntlet/contract';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { acceptForms } from '../accept-forms.ts';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { meOf } from '../me/show-me.ts';
import { type InvitationPageModel, renderInvitationPage } from '../pages/invitation-page.ts';
import { setSessionCookies, visitorOf } from '../session-cookies.ts';
import { cameFromElsewhere } from './draw-problem.ts';
import { sendOn, sendPage } from './send-page.ts';

const Typed = z.string().max(1000).default('');
const Token = z.string().max(200).default('');
const Form = z.object({ token: Token, username: Typed, password: Typed, again: Typed }).prefault({});
type Answered = z.infer<typeof Form>;

export async function routeInvitationPage(app: App, deps: HttpDeps, settings: HttpSettings): Promise<void> {
  await app.register(async (scope: App) => {
    acceptForms(scope);
    scope.route({
      method: 'GET',
      url: '/invitation',
      schema: { hide: true, querystring: z.object({ token: Token }) },
      handler: async (request, reply) => {
        // Their cookie does not come along from a message: only a second look tells who is signed in.
        if (cameFromElsewhere(request)) return sendOn(reply, null);
        return page(deps, request, reply, { token: request.query.token });
      },
    });
    scope.route({
      method: 'POST',
      url: '/invitation',
      schema: { hide: true, body: Form },
      handler: (request, reply) =>
        request.actor
          ? page(deps, request, reply.code(409), request.body)
          : accept(deps, settings, request, reply, request.body),
    });
  });
}

type Shown = { token: string; username?: string; fault?: string };

async function page(deps: HttpDeps, request: FastifyRequest, reply: FastifyReply, shown: Shown) {
  const held = await deps.people.findInvitation(shown.token);
  const seen = {
    viewer: request.actor && meOf(request.actor),
    token: shown.token,
    username: shown.username ?? '',
    fault: shown.fault ?? null,
  };
  if (!held.ok)
    return sendPage(
      reply.code(PROBLEM_STATUS[held.error.code]),
      renderInvitationPage({ ...seen, invitation: null, fault: held.error.message }),
    );
  const { teamName, roles, email, expiresAt, maker } = held.value;
  const invitation: InvitationPageModel['invitation'] = {
    ...{ teamName, roles, email },
    invitedBy: maker.username,
    expiresAt: expiresAt.toISOString(),
  };
  return sendPage(reply, renderInvitationPage({ ...seen, invitation }));
}

async function accept(
  deps: HttpDeps,
  settings: HttpSettings,
  request: FastifyRequest,
  reply: FastifyReply,
  { token, username: typed, password, again }: Answered,
) {
  const username = typed.trim();
  const again400 = (fault: string) => page(deps, request, reply.code(400), { token, username, fault });
  const named = Username.safeParse(username);
  if (!named.success) return again400(`The user name is not good: ${named.error.issues[0]?.message}.`);
  if (password !== again) return again400('The password is not the same both times. Type it again.');
  const done = await deps.people.acceptInvitation({ token, username, password }, visitorOf(request));
  if (done.ok) {
    setSessionCookies(reply, settings, done.value);
    return reply.redirect('/', 303);
  }
  const { code, message } = done.error;
  return page(deps, request, reply.code(PROBLEM_STATUS[code]), { token, username, fault: message });
}
