/**
 * Requests that stay open on purpose: event streams and long polls. Each gets a signal that is given when
 * its client goes away or the server closes; without that, closing would wait for them.
 */
import type { FastifyReply } from 'fastify';
import type { App } from './http-app.ts';

export type OpenRequests = { signalFor(reply: FastifyReply): AbortSignal };

export function trackOpenRequests(app: App): OpenRequests {
  const open = new Set<AbortController>();
  let closing = false;
  app.addHook('preClose', async () => {
    closing = true;
    for (const controller of open) controller.abort();
  });
  // A connection that promised to stay open when its request began would be waited for all the same.
  app.addHook('onResponse', async ({ raw }) => {
    if (closing) raw.socket.end();
  });
  return {
    signalFor: (reply) => {
      const controller = new AbortController();
      if (closing) controller.abort();
      open.add(controller);
      reply.raw.once('close', () => {
        open.delete(controller);
        controller.abort();
      });
      return controller.signal;
    },
  };
}
