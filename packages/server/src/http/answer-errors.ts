/** Every way a request can go wrong, as a problem: in JSON for programs, as a page for people. */
import type { Problem, Refusal } from '@gauntlet/contract';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { StaleExecution } from '../executions/index.ts';
import { wantsHtml } from './accept.ts';
import type { HttpDeps } from './deps.ts';
import type { App } from './http-app.ts';
import { executionOf, loggedPath, pathOf } from './log-requests.ts';
import { PROBLEM_TYPE, problemOf } from './problem.ts';
import { Refused, refused } from './refused.ts';

/** Draws a problem for a browser, or sends it elsewhere (to sign in). */
export type ErrorPage = (request: FastifyRequest, reply: FastifyReply, problem: Problem) => FastifyReply;

export type AnswerError = (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => FastifyReply;

export function createAnswerError({ log }: Pick<HttpDeps, 'log'>, drawPage: ErrorPage): AnswerError {
  return (error, request, reply) => {
    const refusal = refusalOf(error, request);
    if (refusal.code === 'internal-error') logBug(log, request, error);
    const problem = problemOf(refusal, request.id);
    reply.code(problem.status).header('cache-control', 'no-store').header('x-request-id', request.id);
    if (refusal.retryAfterSeconds !== undefined)
      reply.header('retry-after', Math.ceil(refusal.retryAfterSeconds));
    if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="gauntlet"');
    if (wantsHtml(request.headers.accept)) return drawPage(request, reply, problem);
    return reply.type(PROBLEM_TYPE).serializer(JSON.stringify).send(problem);
  };
}

/** @returns throws for a request that no route takes */
export function answerErrors(app: App, answerError: AnswerError): RefuseUnknown {
  app.setErrorHandler<FastifyError>(answerError);
  const known = rememberMethods(app);
  const refuse = (request: FastifyRequest, reply: FastifyReply): never => {
    const methods = known.methodsAt(pathOf(request));
    if (methods.length > 0) reply.header('allow', methods.join(', '));
    throw nothingThere(request, methods);
  };
  app.setNotFoundHandler(refuse);
  return (request, reply) => {
    if (request.is404 || known.isTakenForAnother(request)) refuse(request, reply);
  };
}

/** Throws for a request that no route takes. */
export type RefuseUnknown = (request: FastifyRequest, reply: FastifyReply) => void;

/** Before a body is looked at: what no route takes is refused for that, and not for the form of its body. */
export function refuseUnknownAddresses(app: App, refuseUnknown: RefuseUnknown): void {
  app.addHook('onRequest', async (request, reply) => refuseUnknown(request, reply));
}

function logBug(log: HttpDeps['log'], request: FastifyRequest, error: FastifyError): void {
  const fields = {
    request: request.id,
    method: request.method,
    path: loggedPath(request),
    executionId: executionOf(request),
  };
  log.error({ ...fields, err: error, cause: error.cause }, 'a request failed');
}

function refusalOf(error: FastifyError, request: FastifyRequest): Refusal {
  if (error instanceof Refused) return error.refusal;
  if (error instanceof StaleExecution)
    return {
      code: 'unavailable',
      message: 'Another change of this execution came first. Try again.',
      retryAfterSeconds: 1,
    };
  return ofFastify(error, request) ?? INTERNAL;
}

const INTERNAL: Refusal = {
  code: 'internal-error',
  message: 'The server could not do this. Its log says why, under the id of the request.',
};

/** What Fastify itself refuses. */
function ofFastify(
  { code, statusCode = 500, message }: FastifyError,
  request: FastifyRequest,
): Refusal | null {
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return { code: 'too-large', message: tooLarge(request) };
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return {
      code: 'unsupported-media-type',
      message: `A body of type "${request.headers['content-type'] ?? ''}" is not read here.`,
    };
  if (code === 'FST_ERR_CTP_EMPTY_TYPE' || code === 'FST_ERR_CTP_INVALID_CONTENT_LENGTH')
    return { code: 'malformed-body', message: `${message}.` };
  if (code === 'FST_ERR_MAX_PARAM_LENGTH')
    return { code: 'not-found', message: 'There is nothing at this address.' };
  if (code === 'FST_ERR_BAD_URL')
    return { code: 'invalid-request', message: 'The address is not well formed.' };
  return statusCode >= 400 && statusCode < 500 ? { code: 'invalid-request', message: `${message}.` } : null;
}

const tooLarge = ({ routeOptions }: FastifyRequest) =>
  `The body is larger than ${routeOptions.bodyLimit} bytes, the most that is read here.`;

function nothingThere(request: FastifyRequest, methods: readonly string[]): Refused {
  const path = pathOf(request);
  if (methods.length === 0) return refused('not-found', `There is nothing at ${path}.`);
  return refused('method-not-allowed', `${path} knows ${methods.join(', ')}, not ${request.method}.`);
}

/**
 * Remembers every route, so that a wrong method can be told from a wrong address. An address that a route spells out
 * is that route's alone: `/invitations/accept` is nobody's id in `/invitations/:id`.
 */
function rememberMethods(app: App) {
  const patterns: { pattern: RegExp; method: string }[] = [];
  const spelled = new Map<string, Set<string>>();
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat())
      if (/[:*]/.test(url)) patterns.push({ pattern: patternOf(url), method: each });
      else spelled.set(url, (spelled.get(url) ?? new Set()).add(each));
  });
  const methodsAt = (path: string): string[] => {
    const matching = patterns.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method);
    return [...(spelled.get(path) ?? new Set(matching))];
  };
  const isTakenForAnother = (request: FastifyRequest) =>
    request.routeOptions.url?.includes(':') === true && spelled.has(pathOf(request));
  return { methodsAt, isTakenForAnother };
}

function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part.startsWith(':')) return '[^/]+';
    return part === '*' ? '.*' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/')}$`);
}
