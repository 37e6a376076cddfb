/** GET /: the executions of the team. */
import { ExecutionQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { filterOf } from '../executions/list-executions.ts';
import { type App, actorOf } from '../http-app.ts';
import { meOf } from '../me/show-me.ts';
import { renderExecutionsPage } from '../pages/executions-page.ts';
import { accepted } from '../refused.ts';
import { sendPage } from './send-page.ts';

export function routeExecutionsPage(app: App, { readers, clock }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/',
    schema: { hide: true, querystring: ExecutionQuery },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const list = accepted(await readers.list(actor, filterOf(request.query), request.query));
      const now = clock.now().toISOString();
      return sendPage(reply, renderExecutionsPage({ viewer: meOf(actor), now, list, query: request.query }));
    },
  });
}
