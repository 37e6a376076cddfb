/** POST /api/v1/tokens: never with more than the asker has. */
import { TokenCreated, TokenRequest } from '@gauntlet/contract';
import { allows } from '@gauntlet/core/identity';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, refused } from '../refused.ts';

const DAY_SECONDS = 24 * 3600;

export function routeCreateToken(app: App, { identity, clock }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/tokens',
    schema: {
      tags: ['people'],
      summary: 'Make a token; it is shown this once',
      body: TokenRequest,
      response: { 201: TokenCreated },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const { name, scopes, expiresInDays } = request.body;
      const more = scopes.find((scope) => !allows(actor.scopes, scope));
      if (more !== undefined)
        throw refused('not-allowed', `A token cannot give the scope "${more}", which it does not have.`);
      const expiresInSeconds = expiresInDays === undefined ? null : expiresInDays * DAY_SECONDS;
      const made = await identity.createToken(actor, { name, scopes, expiresInSeconds });
      const { token, row } = accepted(made);
      reply.code(201).header('cache-control', 'no-store');
      return reply.send({
        tokenId: row.tokenId,
        name,
        prefix: row.prefix,
        scopes,
        createdAt: clock.now().toISOString(),
        expiresAt: row.expiresAt?.toISOString() ?? null,
        lastUsedAt: null,
        token,
      });
    },
  });
}
