/** DELETE /api/v1/users/:id/quotas/:resource */
import { QuotaChange, QuotaClearQuery, QuotaParams } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeClearUserQuota(app: App, { quotas }: HttpDeps): void {
  app.route({
    method: 'DELETE',
    url: '/api/v1/users/:id/quotas/:resource',
    schema: {
      tags: ['people'],
      summary: 'Clear a quota of a user: the next level rules',
      params: QuotaParams,
      querystring: QuotaClearQuery,
      response: { 200: QuotaChange },
    },
    handler: async (request) => {
      const { id: idOrName, resource } = request.params;
      const { expected } = request.query;
      const holder = { kind: 'user', idOrName } as const;
      return accepted(await quotas.set({ actor: actorOf(request), holder, resource, limit: null, expected }));
    },
  });
}
