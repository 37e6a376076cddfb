/** GET /device: what asks to be signed in, for the person to compare, approve or refuse. */
import { z } from 'zod';
import { scopesFor } from '../../identity/index.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { meOf } from '../me/show-me.ts';
import { renderDevicePage } from '../pages/device-page.ts';
import { accepted } from '../refused.ts';
import { sendPage } from './send-page.ts';

export function routeDevicePage(app: App, { devices }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/device',
    schema: { hide: true, querystring: z.object({ code: z.string().max(40).trim().optional() }) },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const page = { viewer: meOf(actor) };
      const { code } = request.query;
      if (!code) return sendPage(reply, renderDevicePage({ ...page, device: null }));
      const found = await devices.find(actor.userId, code);
      if (!found.ok && found.error.code === 'not-found')
        return sendPage(
          reply.code(404),
          renderDevicePage({ ...page, device: null, fault: found.error.message }),
        );
      const { request: asked, userCode } = accepted(found);
      const { clientName, address, createdAt, status } = asked;
      const scopes = status === 'pending' ? scopesFor(asked, actor.scopes) : asked.scopesGiven;
      const device = { userCode, clientName, address, askedAt: createdAt.toISOString(), status, scopes };
      return sendPage(reply, renderDevicePage({ ...page, device }));
    },
  });
}
