/** POST /api/v1/auth/device/approve */
import { DeviceDecision } from '@gauntlet/contract';
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeApproveDevice(app: App, { devices }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/auth/device/approve',
    schema: {
      tags: ['people'],
      summary: 'Let a program act as the one who asks',
      body: DeviceDecision,
      response: { 204: z.null().describe('approved') },
    },
    handler: async (request, reply) => {
      const { userCode: typedCode } = request.body;
      accepted(await devices.decide({ actor: actorOf(request), typedCode, decision: 'approved' }));
      return reply.code(204).send(null);
    },
  });
}
