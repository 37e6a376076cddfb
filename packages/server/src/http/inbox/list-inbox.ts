/** GET /api/v1/inbox */
import { InboxList, InboxQuery } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeListInbox(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/inbox',
    schema: {
      tags: ['notifications'],
      summary: 'What there is to know for who asks, the newest first',
      querystring: InboxQuery,
      response: { 200: InboxList },
    },
    handler: async (request) => {
      const { userId } = actorOf(request);
      const page = accepted(await notifications.listInbox(userId, request.query));
      return { ...page, unread: await notifications.countUnread(userId) };
    },
  });
}
