/** POST /api/v1/inbox/read */
import { InboxRead, InboxReadRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';

export function routeMarkRead(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/inbox/read',
    schema: {
      tags: ['notifications'],
      summary: 'Mark items as read: some of them, or all',
      body: InboxReadRequest,
      response: { 200: InboxRead },
    },
    handler: async (request) => {
      const { userId } = actorOf(request);
      const marked = await notifications.markRead(userId, request.body.itemIds ?? null);
      return { marked, unread: await notifications.countUnread(userId) };
    },
  });
}
