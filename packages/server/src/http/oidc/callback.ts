/** GET /auth/oidc/callback: the browser is back from the identity provider. */

import { setSession } from '../authenticate.ts';
import { sendOn } from '../browser/send-page.ts';
import { mustBeSecure } from '../browser/sign-in.ts';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { forgetMemory, MEMORY_COOKIE } from './memory-cookie.ts';
import { showRefusal } from './show-refusal.ts';
import { noProvider } from './start.ts';

export function routeFinishProviderSignIn(app: App, deps: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'GET',
    url: '/auth/oidc/callback',
    exposeHeadRoute: false,
    schema: { hide: true },
    handler: async (request, reply) => {
      const { provider } = deps;
      if (!provider) throw noProvider();
      const { url, cookies, ip, id, headers } = request;
      forgetMemory(reply, settings);
      const finished = await provider.finish({
        query: url.includes('?') ? url.slice(url.indexOf('?') + 1) : '',
        sealed: cookies[MEMORY_COOKIE] ?? null,
        from: { address: ip, userAgent: headers['user-agent'] ?? null, requestId: id },
      });
      if (!finished.ok) return showRefusal(deps, request, reply, finished.error);
      setSession(reply, finished.value.tokens, mustBeSecure(request, settings));
      return sendOn(reply, finished.value.returnTo);
    },
  });
}
