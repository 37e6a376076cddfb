/** GET /api/v1/executions/:id/report: on to the HTML report. */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { artifactAddress } from '../links.ts';
import { found, refused } from '../refused.ts';
import { ExecutionParams } from '../route-parameters.ts';

export function routeOpenReport(app: App, { readers }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/executions/:id/report',
    schema: {
      tags: ['artifacts'],
      summary: 'The HTML report',
      params: ExecutionParams,
      response: { 302: z.null().describe('the artifact') },
    },
    handler: async (request, reply) => {
      const { id } = request.params;
      const actor = actorOf(request);
      const { reports, status } = found(await readers.show(actor, id), `execution ${id}`);
      if (reports.html !== null) return reply.redirect(artifactAddress(actor, reports.html), 302);
      throw refused(
        'not-found',
        `The execution ${id} has no report: it is ${status}, and a report is kept from its end until it expires.`,
      );
    },
  });
}
