/** POST /api/v1/auth/device/refuse */
import { DeviceDecision } from '@gauntlet/contract';
import { z } from 'zod';
import type { HttpDeps } from '../deps.ts';
import { type App, actorOf } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeRefuseDevice(app: App, { devices }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/auth/device/refuse',
    schema: {
      tags: ['people'],
      summary: 'Refuse a program that asks to be signed in',
      body: DeviceDecision,
      response: { 204: z.null().describe('refused') },
    },
    handler: async (request, reply) => {
      const { userCode: typedCode } = request.body;
      accepted(await devices.decide({ actor: actorOf(request), typedCode, decision: 'refused' }));
      return reply.code(204).send(null);
    },
  });
}
