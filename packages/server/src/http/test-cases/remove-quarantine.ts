/** DELETE /api/v1/test-cases/:id/quarantine */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { TestCaseParams } from '../route-parameters.ts';

export function routeRemoveQuarantine(app: App, { history }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/test-cases/:id/quarantine',
    schema: {
      tags: ['tests'],
      summary: 'Take a test out of quarantine',
      params: TestCaseParams,
      response: { 204: z.null().describe('its failures count again') },
    },
    handler: async (request, reply) => {
      accepted(await history.releaseQuarantine(actorOf(request), request.params.id));
      return reply.code(204).send(null);
    },
  });
}
