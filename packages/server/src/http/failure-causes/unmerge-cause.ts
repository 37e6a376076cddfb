/** POST /api/v1/failure-causes/:id/unmerge */
import { FailureCauseView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { FailureCauseParams } from '../route-parameters.ts';

export function routeUnmergeCause(app: App, { causes }: Pick<HttpDeps, 'causes'>): void {
  app.route({
    method: 'POST',
    url: '/api/v1/failure-causes/:id/unmerge',
    schema: {
      tags: ['failure causes'],
      summary: 'Take a merged cause apart again, with all that was counted of it',
      params: FailureCauseParams,
      response: { 200: FailureCauseView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      accepted(await causes.unmerge(actor, id));
      return found(await causes.show(actor, id), `failure cause ${id}`);
    },
  });
}
