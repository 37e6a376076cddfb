/** GET /api/v1/me/sessions: where one is signed in. */
import { SessionList, type SessionView } from '@gauntlet/contract';
import type { Actor, SessionRow } from '../../identity/index.ts';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';

export function routeListSessions(app: App, { identity }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/me/sessions',
    schema: { tags: ['people'], summary: "One's own sessions", response: { 200: SessionList } },
    handler: async (request) => {
      const actor = actorOf(request);
      const rows = await identity.listSessions(actor.userId);
      return { items: rows.map((row) => sessionView(row, actor)) };
    },
  });
}

export const sessionView = (row: SessionRow, { sessionId }: Actor): SessionView => ({
  sessionId: row.sessionId,
  how: row.how,
  current: row.sessionId === sessionId,
  createdAt: row.createdAt.toISOString(),
  lastUsedAt: row.lastUsedAt.toISOString(),
  expiresAt: row.expiresAt.toISOString(),
  address: row.address,
  userAgent: row.userAgent,
});
