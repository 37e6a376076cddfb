/** One line and one observation a request. Addresses without their queries and without what is secret in them. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { maskCredentials } from '../kernel/secret-prefixes.ts';
import type { HttpDeps } from './deps.ts';
import type { App } from './http-app.ts';

/** What is asked every few seconds by machines is worth a line only when it fails. */
const QUIET = ['/health/live', '/health/ready', '/metrics', '/agent/v1/', '/assets/'];

export function logRequests(app: App, deps: Pick<HttpDeps, 'log' | 'observeRequest'>): void {
  app.decorateRequest('startedAt', 0);
  app.addHook('onRequest', async (request, reply) => {
    request.startedAt = performance.now();
    reply.header('x-request-id', request.id);
  });
  app.addHook('onResponse', async (request, reply) => {
    const { method, is404, routeOptions } = request;
    const route = is404 ? 'unknown' : (routeOptions.url ?? 'unknown');
    const seconds = (performance.now() - request.startedAt) / 1000;
    deps.observeRequest({ route, method, status: reply.statusCode, seconds });
    writeLine(deps, request, reply, seconds);
  });
}

function writeLine(
  { log }: Pick<HttpDeps, 'log'>,
  request: FastifyRequest,
  reply: FastifyReply,
  seconds: number,
): void {
  const path = pathOf(request);
  const quiet = reply.statusCode < 400 && QUIET.some((start) => path.startsWith(start));
  const fields = {
    request: request.id,
    method: request.method,
    path: loggedPath(request),
    status: reply.statusCode,
    milliseconds: Math.round(seconds * 1000),
    user: request.actor?.username,
    executionId: executionOf(request),
    group: request.group?.index,
    address: request.ip,
  };
  if (quiet) log.debug(fields, 'request');
  else log.info(fields, 'request');
}

/** Without the query, and no longer than a line should be. */
export const pathOf = ({ url }: FastifyRequest) => pathIn(url).slice(0, 300);

const pathIn = (url: string) => url.split('?', 1)[0] ?? '';

/** For the log: a link that somebody follows to the wrong place, or a token pasted into an address, is not told. */
export const loggedPath = ({ url }: FastifyRequest) => masked(pathIn(url)).slice(0, 300);

/** Percent signs hide none of it. */
function masked(path: string): string {
  const plain = maskCredentials(path);
  if (!path.includes('%')) return plain;
  const decoded = decode(path);
  const safe = maskCredentials(decoded);
  return safe === decoded ? plain : encodeURI(safe);
}

function decode(path: string): string {
  return path.replaceAll(/(?:%[0-9a-f]{2})+/gi, (bytes) =>
    Buffer.from(bytes.replaceAll('%', ''), 'hex').toString(),
  );
}

export function executionOf({ group, params, routeOptions }: FastifyRequest): string | undefined {
  if (group) return group.executionId;
  if (routeOptions.url?.includes('/executions/:id') !== true) return undefined;
  const id = (params as { id?: string } | null)?.id;
  return id === undefined ? undefined : maskCredentials(id).slice(0, 300);
}
