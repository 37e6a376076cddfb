/** POST /api/v1/auth/device: a program asks to be signed in. */
import { DeviceAuthorization, DeviceAuthorizationRequest } from '@gauntlet/contract';
import type { HttpDeps, HttpSettings } from '../deps.ts';
import type { App } from '../http-app.ts';
import { ownAddress } from '../own-address.ts';
import { accepted } from '../refused.ts';

export function routeBeginDeviceSignIn(app: App, { devices }: HttpDeps, settings: HttpSettings): void {
  app.route({
    method: 'POST',
    url: '/api/v1/auth/device',
    schema: {
      tags: ['people'],
      summary: 'Ask to be signed in by a person with a browser',
      body: DeviceAuthorizationRequest,
      response: { 201: DeviceAuthorization },
    },
    handler: async (request, reply) => {
      const codes = accepted(await devices.begin({ ...request.body, address: request.ip }));
      const verificationUri = `${ownAddress(request, settings)}/device`;
      reply.code(201).header('cache-control', 'no-store');
      return {
        deviceCode: codes.deviceCode,
        userCode: codes.userCode,
        verificationUri,
        verificationUriComplete: `${verificationUri}?code=${codes.userCode}`,
        expiresIn: codes.expiresInSeconds,
        interval: codes.intervalSeconds,
      };
    },
  });
}
