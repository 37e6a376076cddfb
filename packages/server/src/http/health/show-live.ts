/** GET /health/live: the process answers. */
import { z } from 'zod';
import type { App } from '../http-app.ts';

export function routeShowLive(app: App): void {
  app.route({
    method: 'GET',
    url: '/health/live',
    schema: {
      tags: ['health'],
      summary: 'The process answers',
      response: { 200: z.object({ status: z.literal('ok') }) },
    },
    handler: async () => ({ status: 'ok' as const }),
  });
}
