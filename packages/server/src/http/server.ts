/**
 * The HTTP server, assembled: what every request passes, in order, and the routes. Owns no state but the
 * connections; whoever makes it listens with it and closes it.
 */
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance, type FastifyReply } from 'fastify';
import { answerBrokenRequest } from './answer-broken-requests.ts';
import {
  type AnswerError,
  answerErrors,
  createAnswerError,
  type RefuseUnknown,
  refuseUnknownAddresses,
} from './answer-errors.ts';
import { documentApi } from './api-document/document-api.ts';
import { recogniseCallers } from './authenticate.ts';
import { authoriseRequests } from './authorise.ts';
import { drawProblem } from './browser/draw-problem.ts';
import type { HttpDeps, HttpSettings } from './deps.ts';
import type { App } from './http-app.ts';
import { limitBodyTime } from './limit-body-time.ts';
import { limitRate } from './limit-rate.ts';
import { logRequests } from './log-requests.ts';
import { trackOpenRequests } from './open-requests.ts';
import { acceptJson } from './parse-json.ts';
import { registerRoutes } from './register-routes.ts';
import {
  DEFAULT_SETTINGS,
  IDLE_CONNECTION_SECONDS,
  MAX_HEADER_BYTES,
  REQUEST_SECONDS,
  SLOWNESS_LOOK_SECONDS,
  SMALL_BODY_BYTES,
} from './settings.ts';
import { serialiseAnswer, validateInput } from './validate-input.ts';

/** Not listening yet. `close()` ends event streams and long polls first. */
export function createHttpServer(deps: HttpDeps): FastifyInstance {
  const settings: HttpSettings = { ...DEFAULT_SETTINGS, ...deps.settings };
  const answerError = createAnswerError(deps, drawProblem);
  const app = createApp(deps, settings, answerError);
  const refuseUnknown = answerErrors(app, answerError);
  const plugin = (scope: App) => assemble(scope, deps, settings, refuseUnknown);
  // Fastify's mark of a plugin that works on the server itself and not on a scope of its own.
  app.register(Object.assign(plugin, { [Symbol.for('skip-override')]: true }));
  return app as unknown as FastifyInstance;
}

/** In the order in which a request passes: noted, limited in time, recognised, counted, let in, authorised, parsed. */
async function assemble(
  app: App,
  deps: HttpDeps,
  settings: HttpSettings,
  refuseUnknown: RefuseUnknown,
): Promise<void> {
  acceptJson(app);
  logRequests(app, deps);
  limitBodyTime(app, settings.bodySeconds);
  const open = trackOpenRequests(app, deps);
  await app.register(helmet, HELMET);
  await app.register(cookie);
  recogniseCallers(app, deps, settings);
  await limitRate(app, settings);
  refuseUnknownAddresses(app, refuseUnknown);
  authoriseRequests(app, deps, settings);
  await documentApi(app, deps.version);
  await registerRoutes(app, { deps, settings, open });
}

/** For what is no page: nothing of it runs and nobody frames it. Pages bring a policy of their own. */
const HELMET = {
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
    },
  },
  crossOriginResourcePolicy: { policy: 'same-origin' },
  referrerPolicy: { policy: 'no-referrer' },
  xFrameOptions: { action: 'deny' },
  originAgentCluster: false,
  strictTransportSecurity: { maxAge: 15_552_000, includeSubDomains: false },
} as const;

function createApp(deps: HttpDeps, settings: HttpSettings, answerError: AnswerError): App {
  const app: App = fastify({
    logger: false,
    genReqId: () => deps.ids.next<string>(),
    requestIdHeader: false,
    clientErrorHandler: (error, socket) => answerBrokenRequest(error, socket, deps.ids.next<string>()),
    frameworkErrors: (error, request, reply) => void answerError(error, request, reply as FastifyReply),
    trustProxy: settings.trustedProxies.length > 0 ? [...settings.trustedProxies] : false,
    bodyLimit: SMALL_BODY_BYTES,
    connectionTimeout: IDLE_CONNECTION_SECONDS * 1000,
    requestTimeout: REQUEST_SECONDS * 1000,
    keepAliveTimeout: IDLE_CONNECTION_SECONDS * 1000,
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    http: {
      headersTimeout: settings.headersSeconds * 1000,
      connectionsCheckingInterval: Math.min(SLOWNESS_LOOK_SECONDS, settings.headersSeconds) * 1000,
      maxHeaderSize: MAX_HEADER_BYTES,
    },
  }).withTypeProvider();
  app.server.maxConnections = settings.maxConnections;
  app.setValidatorCompiler(validateInput);
  app.setSerializerCompiler(serialiseAnswer);
  return app;
}
