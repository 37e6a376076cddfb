/** POST /api/v1/notification-rules */
import { RuleRequest, RuleView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted, found } from '../refused.ts';

export function routeCreateRule(app: App, { notifications }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/notification-rules',
    schema: {
      tags: ['notifications'],
      summary: 'Make a notification rule',
      body: RuleRequest,
      response: { 201: RuleView },
    },
    handler: async (request, reply) => {
      const actor = actorOf(request);
      const ruleId = accepted(await notifications.createRule(actor, request.body));
      return reply.code(201).send(found(await notifications.showRule(actor, ruleId), 'notification rule'));
    },
  });
}
