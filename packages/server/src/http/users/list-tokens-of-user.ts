/** GET /api/v1/users/:id/tokens */
import { TokenList, UserParams } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';
import { tokenList } from '../tokens/list-tokens.ts';

export function routeListTokensOfUser(app: App, { people }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/users/:id/tokens',
    schema: {
      tags: ['people'],
      summary: 'The API tokens of a person one looks after',
      params: UserParams,
      response: { 200: TokenList },
    },
    handler: async (request) =>
      tokenList(accepted(await people.listTokensOf(actorOf(request), request.params.id))),
  });
}
