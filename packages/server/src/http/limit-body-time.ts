/**
 * A body that is read whole has to arrive within a minute: one that trickles would hold its memory for as
 * long as it likes. Streams have their own pace; a connection that stands still is closed in any case.
 */
import type { App } from './http-app.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is handed on as it comes. */
    streamsBody?: boolean;
  }
}

export function limitBodyTime(app: App, seconds: number): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    if (request.routeOptions.config.streamsBody) return payload;
    const timer = setTimeout(() => request.raw.destroy(), seconds * 1000);
    for (const end of ['end', 'close']) payload.once(end, () => clearTimeout(timer));
    return payload;
  });
}
