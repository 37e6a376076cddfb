/**
 * Signing in a program that has no browser of its own (RFC 8628 in shape):
 *
 *   POST   /api/v1/auth/device          201 DeviceAuthorization  (public)
 *   POST   /api/v1/auth/device/token    DeviceToken              (public; authorization-pending and slow-down: ask again)
 *   POST   /api/v1/auth/device/approve  204                      (by who is signed in)
 *   POST   /api/v1/auth/device/refuse   204
 */
import { z } from 'zod';
import { GrantableScope } from './identity.ts';
import { Instant } from './paging.ts';
import { trimmed } from './trimmed.ts';

export const DeviceAuthorizationRequest = z.strictObject({
  clientName: trimmed(100).describe('what asks; the token is named after it'),
  scopes: z
    .array(GrantableScope)
    .min(1)
    .default([...GrantableScope.options])
    .describe('what it wants to do; it gets what the one who approves may do of that'),
});
export type DeviceAuthorizationRequest = z.infer<typeof DeviceAuthorizationRequest>;

export const DeviceAuthorization = z
  .object({
    deviceCode: z.string().describe('for the program alone'),
    userCode: z.string().describe('to type or compare: XXXX-XXXX'),
    verificationUri: z.string(),
    verificationUriComplete: z.string().describe('with the user code in it'),
    expiresIn: z.number().int().describe('seconds'),
    interval: z.number().int().describe('seconds between two questions for the token'),
  })
  .meta({ id: 'DeviceAuthorization' });
export type DeviceAuthorization = z.infer<typeof DeviceAuthorization>;

export const DeviceDecision = z.strictObject({
  userCode: trimmed(40).describe('with or without the dash, in any case'),
});
export type DeviceDecision = z.infer<typeof DeviceDecision>;

export const DeviceTokenRequest = z.strictObject({ deviceCode: z.string().min(1).max(200) });
export type DeviceTokenRequest = z.infer<typeof DeviceTokenRequest>;

export const DeviceToken = z
  .object({
    token: z.string().describe('shown this once'),
    name: z.string(),
    scopes: z.array(z.string()),
    expiresAt: Instant,
  })
  .meta({ id: 'DeviceToken' });
export type DeviceToken = z.infer<typeof DeviceToken>;
