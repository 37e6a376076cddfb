/**
 * A body that is read whole has to arrive within a minute: one that trickles would hold its memory for as
 * long as it likes. Streams have their own pace; a connection that stands still is closed in any case.
 *
 * What comes of a body after its request was answered is thrown away for a few seconds, so that a client which
 * sends first and reads later gets the answer; then the connection is closed.
 */
import type { IncomingHttpHeaders } from 'node:http';
import type { App } from './http-app.ts';
import { REFUSED_BODY_SECONDS } from './settings.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** The body is handed on as it comes. */
    streamsBody?: boolean;
  }
}

export function limitBodyTime(app: App, seconds: number): void {
  app.addHook('preParsing', async (request, _reply, payload) => {
    if (request.routeOptions.config.streamsBody || !hasBody(request.headers)) return payload;
    const timer = setTimeout(() => request.raw.destroy(), seconds * 1000);
    for (const end of ['end', 'close']) payload.once(end, () => clearTimeout(timer));
    return payload;
  });
  app.addHook('onResponse', async ({ raw }) => {
    if (raw.complete || raw.destroyed) return;
    const timer = setTimeout(() => raw.destroy(), REFUSED_BODY_SECONDS * 1000).unref();
    for (const end of ['end', 'close']) raw.once(end, () => clearTimeout(timer));
    raw.resume();
  });
}

/** Nobody reads the end of a request without one, so it would be waited for as long as its answer takes. */
const hasBody = (headers: IncomingHttpHeaders): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
