/**
 * Who may use which route: the one table. A route without a row cannot be registered.
 * `public` asks for nothing, `agent` for the token of a group, the others for a token or session with
 * that scope.
 */
import type { Scope } from '@gauntlet/contract';

export type RouteAccess = 'public' | 'agent' | Exclude<Scope, 'host'>;

const ROUTES: Readonly<Record<string, RouteAccess>> = {
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /metrics': 'read',

  'GET /signin': 'public',
  'GET /assets/*': 'public',
  'GET /': 'read',
  'GET /executions/:id': 'read',
  'GET /executions/:id/log': 'read',

  'POST /api/v1/tests': 'submit',
  'POST /api/v1/uploads': 'submit',
  'GET /api/v1/executions': 'read',
  'GET /api/v1/executions/:id': 'read',
  'POST /api/v1/executions/:id/cancel': 'submit',
  'POST /api/v1/executions/:id/rerun': 'submit',
  'GET /api/v1/executions/:id/units': 'read',
  'GET /api/v1/executions/:id/results': 'read',
  'GET /api/v1/executions/:id/results/:resultId': 'read',
  'GET /api/v1/executions/:id/metrics': 'read',
  'GET /api/v1/executions/:id/log-chunks': 'read',
  'GET /api/v1/executions/:id/logs': 'read',
  'GET /api/v1/executions/:id/artifacts': 'read',
  'GET /api/v1/executions/:id/report': 'read',
  'GET /api/v1/executions/:id/events': 'read',
  'GET /api/v1/artifacts/:id': 'read',
  'GET /api/v1/events': 'read',
  'GET /api/v1/queue': 'read',
  'GET /api/v1/definitions': 'read',
  'GET /api/v1/definitions/:id': 'read',
  'GET /api/v1/definitions/:id/versions': 'read',
  'GET /api/v1/frameworks': 'read',
  'GET /api/v1/me': 'read',
  'GET /api/v1/tokens': 'account',
  'POST /api/v1/tokens': 'account',
  'DELETE /api/v1/tokens/:id': 'account',
  'POST /api/v1/sign-in-links': 'account',
  'GET /api/v1/secrets': 'read',
  'PUT /api/v1/secrets/:name': 'secrets',
  'DELETE /api/v1/secrets/:name': 'secrets',
  'GET /api/v1/quotas': 'read',
  'PUT /api/v1/teams/:id/quotas/:resource': 'admin',
  'DELETE /api/v1/teams/:id/quotas/:resource': 'admin',
  'PUT /api/v1/users/:id/quotas/:resource': 'admin',
  'DELETE /api/v1/users/:id/quotas/:resource': 'admin',
  'GET /api/v1/openapi.json': 'read',
  'GET /docs': 'read',
  'GET /docs/*': 'read',

  'POST /agent/v1/hello': 'agent',
  'POST /agent/v1/claim': 'agent',
  'POST /agent/v1/reports': 'agent',
  'POST /agent/v1/logs': 'agent',
  'POST /agent/v1/heartbeat': 'agent',
  'PUT /agent/v1/artifacts': 'agent',
  'GET /agent/v1/content': 'agent',
};

/** Null for a route that has no row. HEAD is GET without its body. */
export function accessOf(method: string, url: string): RouteAccess | null {
  const asked = method === 'HEAD' ? 'GET' : method;
  if (url.startsWith('/docs/')) return ROUTES[`${asked} /docs/*`] ?? null;
  return ROUTES[`${asked} ${url}`] ?? null;
}

export const routesWithAccess = (): string[] => Object.keys(ROUTES);
