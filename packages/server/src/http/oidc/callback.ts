/** GET /auth/oidc/callback: the browser is back from the identity provider. */

import { sendOn } from '../browser/send-page.ts';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { setSessionCookies, visitorOf } from '../session-cookies.ts';
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
      const { url, cookies } = request;
      forgetMemory(reply, settings);
      const finished = await provider.finish({
        query: url.includes('?') ? url.slice(url.indexOf('?') + 1) : '',
        sealed: cookies[MEMORY_COOKIE] ?? null,
        visitor: visitorOf(request),
      });
      if (!finished.ok) return showRefusal(deps, request, reply, finished.error);
      setSessionCookies(reply, settings, finished.value.tokens);
      return sendOn(reply, finished.value.returnTo);
    },
  });
}
