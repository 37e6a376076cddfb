/** POST /agent/v1/claim */
import { ClaimAnswer, ClaimRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, groupOf } from '../http-app.ts';

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
    handler: (request) => agents.claim(groupOf(request), request.body.claimNumber),
  });
}
