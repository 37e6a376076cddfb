/** Requests a minute, by token or, without one, by address; who asks too often is told when to come again. */
import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import type { HttpSettings } from './deps.ts';
import type { App } from './http-app.ts';
import { Refused } from './refused.ts';

const WINDOW_MS = 60_000;
/** Callers remembered at once; the least recent one is forgotten first. */
const MOST_CALLERS = 20_000;

/** Resolves when requests are counted. Callers must have been recognised before. */
export async function limitRate(app: App, settings: HttpSettings): Promise<void> {
  await app.register(rateLimit, {
    global: false,
    cache: MOST_CALLERS,
    timeWindow: WINDOW_MS,
    keyGenerator: callerOf,
    max: (request) => (request.group ? settings.agentRequestsPerMinute : settings.requestsPerMinute),
    allowList: (request) => request.routeOptions.url?.startsWith('/health/') === true,
    // RateLimit-Limit, -Remaining and -Reset (seconds left), with every answer: who reads them need not run into it.
    enableDraftSpec: true,
    errorResponseBuilder: (_request, { ttl, max }) => tooMany(max, ttl),
  });
  app.addHook('onRequest', app.rateLimit());
}

const callerOf = ({ actor, group, ip }: FastifyRequest) =>
  group?.groupId ?? actor?.tokenId ?? actor?.sessionId ?? `address ${ip}`;

function tooMany(max: number, ttlMs: number): Refused {
  const retryAfterSeconds = Math.max(1, Math.ceil(ttlMs / 1000));
  const message = `More than ${max} requests in a minute. Wait ${retryAfterSeconds} s.`;
  return new Refused({ code: 'rate-limited', message, retryAfterSeconds });
}
