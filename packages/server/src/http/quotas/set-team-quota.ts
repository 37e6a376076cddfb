/** PUT /api/v1/teams/:id/quotas/:resource */
import { QuotaChange, QuotaParams, QuotaRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeSetTeamQuota(app: App, { quotas }: HttpDeps): void {
  app.route({
    method: 'PUT',
    url: '/api/v1/teams/:id/quotas/:resource',
    schema: {
      tags: ['people'],
      summary: 'Set a quota of a team',
      params: QuotaParams,
      body: QuotaRequest,
      response: { 200: QuotaChange },
    },
    handler: async (request) => {
      const { id: idOrName, resource } = request.params;
      const { limit, expected } = request.body;
      const holder = { kind: 'team', idOrName } as const;
      return accepted(await quotas.set({ actor: actorOf(request), holder, resource, limit, expected }));
    },
  });
}
