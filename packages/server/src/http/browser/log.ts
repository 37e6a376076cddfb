/** GET /executions/:id/log: the page that follows the log. */
import { LogStream } from '@gauntlet/contract';
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { meOf } from '../me/show-me.ts';
import { renderLogPage } from '../pages/log-page.ts';
import { found } from '../refused.ts';
import { ExecutionParams } from '../route-parameters.ts';
import { sendPage } from './send-page.ts';

/** A form sends what was not chosen as an empty text. */
const emptyIsNone = <Schema extends z.ZodType>(schema: Schema) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional());

const LogPageQuery = z.object({
  group: emptyIsNone(z.coerce.number().int().min(0)),
  stream: emptyIsNone(LogStream),
});

export function routeLogPage(app: App, { readers, clock }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/executions/:id/log',
    schema: { hide: true, params: ExecutionParams, querystring: LogPageQuery },
    handler: async (request, reply) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const execution = found(await readers.show(actor, id), `execution ${id}`);
      const now = clock.now().toISOString();
      return sendPage(reply, renderLogPage({ viewer: meOf(actor), now, execution, ...request.query }));
    },
  });
}
