/** GET /health/ready: what it needs is there, and it keeps up. */
import underPressure from '@fastify/under-pressure';
import { z } from 'zod';
import type { HttpDeps, Readiness } from '../deps.ts';
import type { App } from '../http-app.ts';

/** A server whose turns take this long should get no new work; what it has goes on. */
const MAX_EVENT_LOOP_DELAY_MS = 5_000;
const CHECK_SECONDS = 5;

const ReadyView = z.object({
  status: z.enum(['ready', 'not-ready']),
  checks: z.record(z.string(), z.object({ ok: z.boolean(), message: z.string() })),
});

export async function routeShowReady(app: App, deps: HttpDeps): Promise<void> {
  // Measures only: refusing people while tests take the processor would help nobody.
  await app.register(underPressure, {
    maxEventLoopDelay: MAX_EVENT_LOOP_DELAY_MS,
    pressureHandler: () => undefined,
  });
  app.route({
    method: 'GET',
    url: '/health/ready',
    schema: {
      tags: ['health'],
      summary: 'Ready for requests; 503 when not',
      response: { 200: ReadyView, 503: ReadyView },
    },
    handler: async (_request, reply) => {
      const { ok, checks } = await withinTime(deps);
      const load = loadCheck(app);
      const ready = ok && load.ok;
      const status = ready ? ('ready' as const) : ('not-ready' as const);
      reply.code(ready ? 200 : 503).header('cache-control', 'no-store');
      return reply.send({ status, checks: { ...checks, load } });
    },
  });
}

const loadCheck = (app: App) =>
  app.isUnderPressure()
    ? { ok: false, message: `a turn of the event loop takes more than ${MAX_EVENT_LOOP_DELAY_MS} ms` }
    : { ok: true, message: 'keeps up' };

/** A database that does not answer must not keep the probe waiting. Reasons go to the log: anybody may ask. */
async function withinTime({ checkReadiness, log }: HttpDeps): Promise<Readiness> {
  const checking = checkReadiness().catch((cause: unknown) => {
    log.warn({ err: cause }, 'the checks of readiness failed');
    return failed('the checks failed; the log says why');
  });
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Readiness>((resolve) => {
    timer = setTimeout(() => resolve(failed(`no answer within ${CHECK_SECONDS} s`)), CHECK_SECONDS * 1000);
  });
  const readiness = await Promise.race([checking, late]);
  clearTimeout(timer);
  return readiness;
}

const failed = (message: string): Readiness => ({ ok: false, checks: { server: { ok: false, message } } });
