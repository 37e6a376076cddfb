/** POST /agent/v1/claim */
import { ClaimAnswer, ClaimRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, groupOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeClaim(app: App, { agents }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/agent/v1/claim',
    schema: {
      tags: ['agent'],
      summary: 'The next units',
      body: ClaimRequest,
      response: { 200: ClaimAnswer },
    },
    handler: async (request) => accepted(await agents.claim(groupOf(request), request.body.claimNumber)),
  });
}
