/** POST /api/v1/auth/device/token: the program asks whether it was approved; it gets the token once. */
import { DeviceToken, DeviceTokenRequest } from '@gauntlet/contract';
import type { HttpDeps } from '../deps.ts';
import type { App } from '../http-app.ts';
import { accepted } from '../refused.ts';

export function routeRedeemDeviceCode(app: App, { devices, clock }: HttpDeps): void {
  app.route({
    method: 'POST',
    url: '/api/v1/auth/device/token',
    schema: {
      tags: ['people'],
      summary: 'Get the token of a program that was approved',
      description:
        'Until somebody decides: `authorization-pending`; asked too soon: `slow-down`. Then, once, the token; or `authorization-refused`, or `authorization-expired`.',
      body: DeviceTokenRequest,
      response: { 200: DeviceToken },
    },
    handler: async (request, reply) => {
      const question = { ...request.body, address: request.ip, requestId: request.id };
      const { token, row } = accepted(await devices.redeem(question));
      reply.header('cache-control', 'no-store');
      const expiresAt = (row.expiresAt ?? clock.now()).toISOString();
      return { token, name: row.name, scopes: [...row.scopes], expiresAt };
    },
  });
}
