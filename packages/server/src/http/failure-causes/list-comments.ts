/** GET /api/v1/failure-causes/:id/comments */
import { CauseCommentList, PageQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { FailureCauseParams } from '../route-parameters.ts';

export function routeListComments(app: App, { causes }: Pick<HttpDeps, 'causes'>): void {
  app.route({
    method: 'GET',
    url: '/api/v1/failure-causes/:id/comments',
    schema: {
      tags: ['failure causes'],
      summary: 'What was said of a cause, newest first',
      params: FailureCauseParams,
      querystring: PageQuery,
      response: { 200: CauseCommentList },
    },
    handler: async (request) => {
      const { id } = request.params;
      const page = await causes.comments(actorOf(request), id, request.query);
      return accepted(found(page, `failure cause ${id}`));
    },
  });
}
