/** GET /api/v1/secrets: names; a value never comes out again. */
import { SecretList } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';

export function routeListSecrets(app: App, { secrets }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/api/v1/secrets',
    schema: {
      tags: ['people'],
      summary: 'Names of the secrets of the team, with those of its projects; or of one project',
      response: { 200: SecretList },
    },
    handler: async (request) => {
      const rows = await secrets.list(actorOf(request));
      return {
        items: rows.map(({ name, projectId, createdAt, updatedAt }) => ({
          name,
          projectId,
          createdAt: createdAt.toISOString(),
          updatedAt: updatedAt.toISOString(),
        })),
      };
    },
  });
}
