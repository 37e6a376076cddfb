/** GET /api/v1/openapi.json */
import { z } from 'zod';
import type { App } from '../http-app.ts';

export function routeShowApiDocument(app: App): void {
  app.route({
    method: 'GET',
    url: '/api/v1/openapi.json',
    schema: {
      tags: ['health'],
      summary: 'This document',
      response: { 200: z.record(z.string(), z.unknown()).describe('OpenAPI 3.1') },
    },
    handler: async () => ({ ...app.swagger() }),
  });
}
