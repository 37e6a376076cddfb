/** GET /auth/oidc/start: sends the browser to the identity provider. */
import { z } from 'zod';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { localPath, ownAddress } from '../own-address.ts';
import { refused } from '../refused.ts';
import { CALLBACK_PATH, setMemory } from './memory-cookie.ts';
import { showRefusal } from './show-refusal.ts';

export function routeStartProviderSignIn(app: App, deps: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'GET',
    url: '/auth/oidc/start',
    exposeHeadRoute: false,
    schema: { hide: true, querystring: z.object({ next: z.string().max(600).optional() }) },
    handler: async (request, reply) => {
      const { provider } = deps;
      if (!provider) throw noProvider();
      const begun = await provider.begin({
        callbackUrl: ownAddress(request, settings) + CALLBACK_PATH,
        returnTo: localPath(request.query.next),
      });
      if (!begun.ok) return showRefusal(deps, request, reply, begun.error);
      setMemory(reply, settings, begun.value.sealed, begun.value.seconds);
      return reply.header('cache-control', 'no-store').redirect(begun.value.url, 303);
    },
  });
}

export const noProvider = () =>
  refused('not-found', 'This server has no identity provider: nobody signs in by one.');
