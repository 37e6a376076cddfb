/** Forms of our own pages, which work without script: `application/x-www-form-urlencoded`. */
import type { FastifyRequest } from 'fastify';
import type { App } from './http-app.ts';

/** The last value of each field. An empty field is one that is not there. */
export function acceptForms(app: App): void {
  app.addContentTypeParser(
    /^application\/x-www-form-urlencoded(;|$)/,
    { parseAs: 'string' },
    async (_request: FastifyRequest, body: string) =>
      Object.fromEntries([...new URLSearchParams(body)].filter(([, value]) => value !== '')),
  );
}
