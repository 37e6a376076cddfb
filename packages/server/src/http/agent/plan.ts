/** POST /agent/v1/plan */
import { PlanAnswer } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, groupOf } from '../http-app.ts';

export function routePlan(app: App, { agents }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/agent/v1/plan',
    schema: {
      tags: ['agent'],
      summary: 'Whether the units are listed, and who lists them',
      response: { 200: PlanAnswer },
    },
    handler: (request) => agents.askForPlan(groupOf(request)),
  });
}
