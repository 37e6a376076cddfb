/** GET /metrics, for Prometheus. */
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../http-app.ts';

export function routeShowMetrics(app: App, { renderMetrics }: HttpDeps): void {
  app.route({
    method: 'GET',
    url: '/metrics',
    schema: {
      tags: ['health'],
      summary: "Metrics in Prometheus' text format",
      response: { 200: { content: { 'text/plain': { schema: z.string() } } } },
    },
    handler: async (_request, reply) =>
      reply.type('text/plain; version=0.0.4; charset=utf-8').send(await renderMetrics()),
  });
}
