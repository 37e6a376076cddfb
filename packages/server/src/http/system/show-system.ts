/** GET /api/v1/system */
import { SystemView } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../http-app.ts';

export function routeShowSystem(app: App, { readSystem, version, clock }: HttpDeps): void {
  const startedAt = clock.now();
  app.route({
    method: 'GET',
    url: '/api/v1/system',
    schema: {
      tags: ['health'],
      summary: 'How the installation is: its nodes, what waits and runs of all teams, its database',
      response: { 200: SystemView },
    },
    handler: async () => {
      const { rss } = process.memoryUsage();
      const server = { startedAt: startedAt.toISOString(), node: process.version, memoryBytes: rss };
      return { version, server, ...(await readSystem()) };
    },
  });
}
