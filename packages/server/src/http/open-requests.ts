/**
 * Requests that stay open on purpose: event streams and long polls. Each gets a signal that is given when
 * its client goes away, the server closes (without that, closing would wait for them), or whoever asked may
 * ask no longer: a session that was ended, a token that was revoked and a person who was deactivated hear no
 * more after a few seconds.
 */
import { allows } from '@gauntlet/core/identity';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../identity/index.ts';
import type { HttpDeps } from './deps.ts';
import type { App } from './http-app.ts';
import { accessOf } from './route-scopes.ts';
import { RECHECK_SECONDS } from './settings.ts';

export type OpenRequests = { signalFor(reply: FastifyReply): AbortSignal };

type Deps = Pick<HttpDeps, 'identity' | 'log'>;
type Open = Map<AbortController, FastifyRequest>;

export function trackOpenRequests(app: App, deps: Deps): OpenRequests {
  const open: Open = new Map();
  let closing = false;
  const stopRechecks = startRechecks(app, deps, open);
  app.addHook('preClose', async () => {
    closing = true;
    stopRechecks();
    for (const controller of open.keys()) controller.abort();
  });
  // A connection that promised to stay open when its request began would be waited for all the same.
  app.addHook('onResponse', async ({ raw }) => {
    if (closing) raw.socket.end();
  });
  return {
    signalFor: (reply) => {
      const controller = new AbortController();
      if (closing) controller.abort();
      open.set(controller, reply.request);
      reply.raw.once('close', () => {
        open.delete(controller);
        controller.abort();
      });
      return controller.signal;
    },
  };
}

/** One look at a time: a slow database is asked less often, not more at once. */
function startRechecks(app: App, deps: Deps, open: Open): () => void {
  let timer: NodeJS.Timeout | null = null;
  let stopped = false;
  const next = () => {
    if (!stopped) timer = setTimeout(look, RECHECK_SECONDS * 1000).unref();
  };
  const look = () =>
    recheck(deps, open)
      // Who cannot be asked about now is asked about next time; what the streams read is not there either.
      .catch((cause: unknown) =>
        deps.log.warn({ cause: String(cause) }, 'who listens to events could not be checked'),
      )
      .finally(next);
  app.addHook('onReady', async () => next());
  return () => {
    stopped = true;
    if (timer) clearTimeout(timer);
  };
}

/** Each token and session is asked about once, however many streams it has open. */
async function recheck(deps: Deps, open: Open): Promise<void> {
  const known = new Map<string, Actor | null>();
  for (const [controller, request] of [...open]) {
    const before = request.home ?? request.actor;
    if (before === null) continue;
    const key = before.sessionId ?? before.tokenId ?? before.userId;
    if (!known.has(key)) known.set(key, await deps.identity.authenticateAgain(before));
    const now = known.get(key) ?? null;
    if (now === null || now.teamId !== before.teamId || !(await mayGoOn(deps, request, now)))
      controller.abort();
  }
}

/** In the workspace where the request was let in. */
async function mayGoOn({ identity }: Deps, request: FastifyRequest, home: Actor): Promise<boolean> {
  const access = accessOf(request.method, request.routeOptions.url ?? '');
  if (access === null) return false;
  if (access === 'public' || access === 'agent') return true;
  const projectId = request.actor?.projectId ?? null;
  const there = projectId === null ? home : (await identity.enterProject(home, projectId))?.actor;
  return there !== undefined && allows(there.scopes, access);
}
