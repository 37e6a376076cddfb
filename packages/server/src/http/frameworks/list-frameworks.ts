/** GET /api/v1/frameworks */
import { FrameworkList } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../http-app.ts';

export function routeListFrameworks(app: App, { frameworks }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/frameworks',
    schema: {
      tags: ['definitions'],
      summary: 'The frameworks that are known',
      response: { 200: FrameworkList },
    },
    handler: async () => ({ items: await frameworks.list() }),
  });
}
