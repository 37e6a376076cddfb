/** DELETE /api/v1/teams/:id/quotas/:resource */
import { QuotaChange, QuotaClearQuery, QuotaParams } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeClearTeamQuota(app: App, { quotas }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/teams/:id/quotas/:resource',
    schema: {
      tags: ['people'],
      summary: 'Clear a quota of a team: the next level rules',
      params: QuotaParams,
      querystring: QuotaClearQuery,
      response: { 200: QuotaChange },
    },
    handler: async (request) => {
      const { id: idOrName, resource } = request.params;
      const { expected } = request.query;
      const holder = { kind: 'team', idOrName } as const;
      return accepted(await quotas.set({ actor: actorOf(request), holder, resource, limit: null, expected }));
    },
  });
}
