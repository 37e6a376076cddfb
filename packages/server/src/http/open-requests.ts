/**
 * Requests that stay open on purpose: event streams, long polls and long files. Each may go on as long as its
 * client is there, the server is not closing (without that, closing would wait for them), and whoever asked
 * may ask still. That is looked at before anything is told to them, as soon as somebody may do less than
 * before, and every few seconds in case nobody said so.
 */
import { allows } from '@gauntlet/core/identity';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../identity/index.ts';
import type { HttpDeps } from './deps.ts';
import type { App } from './http-app.ts';
import { accessOf } from './route-scopes.ts';
import { RECHECK_SECONDS } from './settings.ts';

export type OpenRequest = {
  /** Given when the request is to go on no longer. */
  signal: AbortSignal;
  /** Looks now, after what is to be told was read and before it is. False: it has ended, and is told nothing. */
  mayGoOn(): Promise<boolean>;
};
export type OpenRequests = { open(reply: FastifyReply): OpenRequest };

type Deps = Pick<HttpDeps, 'identity' | 'log' | 'wakes'>;
type Open = Map<AbortController, FastifyRequest>;
/** How callers stand now, each asked about once a look, however many requests they have open. */
type Known = Map<string, Promise<Actor | null>>;

export function trackOpenRequests(app: App, deps: Deps): OpenRequests {
  const open: Open = new Map();
  let closing = false;
  const stopLooks = startLooks(app, deps, open);
  app.addHook('preClose', async () => {
    closing = true;
    stopLooks();
    for (const controller of open.keys()) controller.abort();
  });
  // A connection that promised to stay open when its request began would be waited for all the same.
  app.addHook('onResponse', async ({ raw }) => {
    if (closing) raw.socket.end();
  });
  return {
    open: (reply) => {
      const controller = new AbortController();
      if (closing) controller.abort();
      open.set(controller, reply.request);
      reply.raw.once('close', () => {
        open.delete(controller);
        controller.abort();
      });
      return {
        signal: controller.signal,
        mayGoOn: () => endUnlessAllowed(deps, controller, reply.request, new Map()),
      };
    },
  };
}

/** One look at a time: a slow database is asked less often, not more at once. */
function startLooks(app: App, deps: Deps, open: Open): () => void {
  let timer: NodeJS.Timeout | null = null;
  let state: 'waiting' | 'looking' | 'again' | 'stopped' = 'waiting';
  const look = async () => {
    if (timer) clearTimeout(timer);
    state = 'looking';
    await lookAtAll(deps, open);
    settle();
  };
  const settle = () => {
    if (state === 'stopped') return;
    if (state === 'again') return void look();
    state = 'waiting';
    timer = setTimeout(look, RECHECK_SECONDS * 1000).unref();
  };
  const stopListening = deps.wakes.on('access', () => {
    if (state === 'waiting') void look();
    else if (state === 'looking') state = 'again';
  });
  app.addHook('onReady', async () => settle());
  return () => {
    state = 'stopped';
    stopListening();
    if (timer) clearTimeout(timer);
  };
}

async function lookAtAll(deps: Deps, open: Open): Promise<void> {
  const known: Known = new Map();
  try {
    for (const [controller, request] of [...open]) await endUnlessAllowed(deps, controller, request, known);
  } catch (cause) {
    // Who cannot be asked about now is asked about next time; what the streams read is not there either.
    deps.log.warn({ cause: String(cause) }, 'who listens to events could not be checked');
  }
}

async function endUnlessAllowed(
  deps: Deps,
  controller: AbortController,
  request: FastifyRequest,
  known: Known,
): Promise<boolean> {
  const allowed = await isAllowed(deps, request, known);
  if (!allowed) controller.abort();
  return allowed;
}

/** In the workspace where the request was let in. */
async function isAllowed({ identity }: Deps, request: FastifyRequest, known: Known): Promise<boolean> {
  const before = request.home ?? request.actor;
  if (before === null) return true;
  const key = before.sessionId ?? before.tokenId ?? before.userId;
  const asked = known.get(key) ?? identity.authenticateAgain(before);
  known.set(key, asked);
  const home = await asked;
  if (home === null || home.teamId !== before.teamId) return false;
  const access = accessOf(request.method, request.routeOptions.url ?? '');
  if (access === null) return false;
  if (access === 'public' || access === 'agent') return true;
  const projectId = request.actor?.projectId ?? null;
  const there = projectId === null ? home : (await identity.enterProject(home, projectId))?.actor;
  return there !== undefined && allows(there.scopes, access);
}
