/** GET /api/v1/quotas: what is allowed and what is used, of the caller or of whom the caller looks after. */
import { QuotaList, QuotaQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { quotaList } from './quota-view.ts';

export function routeListQuotas(app: App, { quotas }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/quotas',
    schema: {
      tags: ['people'],
      summary: 'Quotas in force, with their use',
      querystring: QuotaQuery,
      response: { 200: QuotaList },
    },
    handler: async (request) => {
      const { teamId: team, userId: user } = request.query;
      return quotaList(accepted(await quotas.show({ actor: actorOf(request), team, user })));
    },
  });
}
