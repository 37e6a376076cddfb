/** PATCH /api/v1/failure-causes/:id */
import { FailureCauseChange, FailureCauseView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';
import { FailureCauseParams } from '../route-parameters.ts';

export function routeTriageCause(app: App, { causes }: Pick<HttpDeps, 'causes'>): void {
  app.route({
    method: 'PATCH',
    url: '/api/v1/failure-causes/:id',
    schema: {
      tags: ['failure causes'],
      summary: 'Say whose a cause is, and what is known of it',
      description: 'No verdict changes by it. A cause marked fixed opens again when it is seen again.',
      params: FailureCauseParams,
      body: FailureCauseChange,
      response: { 200: FailureCauseView },
    },
    handler: async (request) => {
      const { id } = request.params;
      const actor = actorOf(request);
      accepted(await causes.triage(actor, id, request.body));
      return found(await causes.show(actor, id), `failure cause ${id}`);
    },
  });
}
