/** GET /api/v1/failure-causes/:id/occurrences */
import { FailureOccurrenceList, PageQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { FailureCauseParams } from '../route-parameters.ts';

export function routeListOccurrences(app: App, { causes }: Pick<HttpDeps, 'causes'>): void {
  app.route({
    method: 'GET',
    url: '/api/v1/failure-causes/:id/occurrences',
    schema: {
      tags: ['failure causes'],
      summary: 'Where a cause was seen, newest first; at most 20 failures of each execution',
      params: FailureCauseParams,
      querystring: PageQuery,
      response: { 200: FailureOccurrenceList },
    },
    handler: async (request) => {
      const { id } = request.params;
      const page = await causes.occurrences(actorOf(request), id, request.query);
      return accepted(found(page, `failure cause ${id}`));
    },
  });
}
