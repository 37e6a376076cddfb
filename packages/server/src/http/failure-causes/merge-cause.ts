/** POST /api/v1/failure-causes/:id/merge */
import { FailureCauseMerge, FailureCauseView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { FailureCauseParams } from '../route-parameters.ts';

export function routeMergeCause(app: App, { causes }: Pick<HttpDeps, 'causes'>): void {
  app.route({
    method: 'POST',
    url: '/api/v1/failure-causes/:id/merge',
    schema: {
      tags: ['failure causes'],
      summary: 'Say that a cause is the same as another, which stays and is answered with',
      params: FailureCauseParams,
      body: FailureCauseMerge,
      response: { 200: FailureCauseView },
    },
    handler: async (request) => {
      const actor = actorOf(request);
      const { failureCauseId: into } = request.body;
      accepted(await causes.merge(actor, request.params.id, into));
      return found(await causes.show(actor, into), `failure cause ${into}`);
    },
  });
}
