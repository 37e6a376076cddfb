/** GET /api/v1/tokens: one's own. */
import { TokenList } from '@gauntlet/contract';
import type { TokenRow } from '../../identity/index.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';

export function routeListTokens(app: App, { identity }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/tokens',
    schema: { tags: ['people'], summary: "One's own tokens", response: { 200: TokenList } },
    handler: async (request) => tokenList(await identity.listTokens(actorOf(request).userId)),
  });
}

export const tokenList = (rows: readonly TokenRow[]) => ({
  items: rows.map(({ createdAt, expiresAt, lastUsedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt?.toISOString() ?? null,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  })),
});
