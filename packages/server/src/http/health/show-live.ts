/** GET /health/live: the process answers, and says whose it is: who finds a port taken asks. */
import { z } from 'zod';
import type { App } from '../http-app.ts';

export function routeShowLive(app: App): void {
  app.route({
    method: 'GET',
    url: '/health/live',
    schema: {
      tags: ['health'],
      summary: 'The process answers',
      response: { 200: z.object({ status: z.literal('ok'), service: z.literal('gauntlet') }) },
    },
    handler: async () => ({ status: 'ok' as const, service: 'gauntlet' as const }),
  });
}
