/**
 * Requests a minute, by token or, without one, by address; what is signed in at one address is counted together
 * as well, so that a second token is no second limit. Who asks too often is told when to come again.
 */
import rateLimit from '@fastify/rate-limit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { HttpSettings } from './deps.ts';
import type { App } from './http-app.ts';
import { Refused } from './refused.ts';

const WINDOW_MS = 60_000;
/** Callers remembered at once; the least recent one is forgotten first. */
const MOST_CALLERS = 20_000;

/** An address has people, pipelines and pages behind it. */
const TOKENS_OF_ADDRESS = 4;

/** Resolves when requests are counted. Callers must have been recognised before. */
export async function limitRate(app: App, settings: HttpSettings): Promise<void> {
  await app.register(rateLimit, { global: false, cache: MOST_CALLERS, timeWindow: WINDOW_MS });
  const ofAddress = settings.addressRequestsPerMinute ?? TOKENS_OF_ADDRESS * settings.requestsPerMinute;
  const countCaller = app.createRateLimit({
    keyGenerator: callerOf,
    max: (request) => (request.group ? settings.agentRequestsPerMinute : settings.requestsPerMinute),
  });
  const countAddress = app.createRateLimit({ keyGenerator: ({ ip }) => ip, max: ofAddress });
  app.addHook('onRequest', async (request, reply) => {
    if (request.routeOptions.url?.startsWith('/health/') === true) return;
    const caller = await countCaller(request);
    if (caller.isAllowed) return;
    tell(reply, caller, '');
    // What a token is refused takes nothing from the others of its address.
    if (request.actor === null || request.group) return;
    const address = await countAddress(request);
    if (address.isAllowed) return;
    if (address.isExceeded || address.remaining < caller.remaining)
      tell(reply, address, ' from this address');
  });
}

const callerOf = ({ actor, group, ip }: FastifyRequest) =>
  group?.groupId ?? actor?.tokenId ?? actor?.sessionId ?? `address ${ip}`;

type Count = { max: number; remaining: number; ttlInSeconds: number; isExceeded: boolean };

/** RateLimit-Limit, -Remaining and -Reset (seconds left), with every answer: who reads them need not run into it. */
function tell(reply: FastifyReply, { max, remaining, ttlInSeconds, isExceeded }: Count, where: string): void {
  reply.header('ratelimit-limit', max);
  reply.header('ratelimit-remaining', remaining);
  reply.header('ratelimit-reset', ttlInSeconds);
  if (isExceeded) throw tooMany(max, Math.max(1, ttlInSeconds), where);
}

function tooMany(max: number, retryAfterSeconds: number, where: string): Refused {
  const message = `More than ${max} requests in a minute${where}. Wait ${retryAfterSeconds} s.`;
  return new Refused({ code: 'rate-limited', message, retryAfterSeconds });
}
