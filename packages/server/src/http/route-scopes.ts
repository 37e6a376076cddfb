/**
 * Who may use which route: the one table. A route without a row cannot be registered.
 * `public` asks for nothing, `agent` for the token of a group, the others for a token or session with
 * that scope.
 */
import type { Scope } from '@gauntlet/contract';
import { DASHBOARD_ADDRESSES } from './browser/dashboard-addresses.ts';
import type { OriginRule } from './own-pages.ts';

export type RouteAccess = 'public' | 'agent' | Exclude<Scope, 'host'>;

const ROUTES: Readonly<Record<string, RouteAccess>> = {
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /metrics': 'read',

  'GET /signin': 'public',
  'GET /invitation': 'public',
  'POST /invitation': 'public',
  'GET /password-reset': 'public',
  'POST /password-reset': 'public',
  'GET /auth/oidc/start': 'public',
  'GET /auth/oidc/callback': 'public',
  'GET /device': 'account',
  'POST /signin': 'public',
  'POST /signout': 'public',
  'GET /account': 'account',
  'POST /account/password': 'account',
  'POST /account/sessions/:id/end': 'account',
  'GET /assets/*': 'public',
  'GET /app/*': 'public',
  ...Object.fromEntries(DASHBOARD_ADDRESSES.map((url) => [`GET ${url}`, 'read'] as const)),

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
  'GET /api/v1/executions/:id/failure-causes': 'read',
  'GET /api/v1/executions/:id/events': 'read',
  'GET /api/v1/executions/:id/compare/:executionId': 'read',
  'GET /api/v1/test-cases': 'read',
  'GET /api/v1/test-cases/:id': 'read',
  'PATCH /api/v1/test-cases/:id': 'submit',
  'GET /api/v1/test-cases/:id/runs': 'read',
  'PUT /api/v1/test-cases/:id/quarantine': 'submit',
  'DELETE /api/v1/test-cases/:id/quarantine': 'submit',
  'GET /api/v1/overview': 'read',
  'GET /api/v1/artifacts/:id': 'read',
  'GET /api/v1/events': 'read',
  'GET /api/v1/queue': 'read',
  'GET /api/v1/definitions': 'read',
  'GET /api/v1/definitions/:id': 'read',
  'GET /api/v1/definitions/:id/versions': 'read',
  'GET /api/v1/definitions/:id/plan': 'read',
  'GET /api/v1/definitions/:id/timings': 'read',
  'POST /api/v1/definitions': 'submit',
  'PUT /api/v1/definitions/:id': 'submit',
  'DELETE /api/v1/definitions/:id': 'submit',
  'GET /api/v1/failure-causes': 'read',
  'GET /api/v1/failure-causes/:id': 'read',
  'PATCH /api/v1/failure-causes/:id': 'submit',
  'POST /api/v1/failure-causes/:id/merge': 'submit',
  'POST /api/v1/failure-causes/:id/unmerge': 'submit',
  'GET /api/v1/failure-causes/:id/occurrences': 'read',
  'GET /api/v1/failure-causes/:id/comments': 'read',
  'POST /api/v1/failure-causes/:id/comments': 'submit',
  'GET /api/v1/schedules': 'read',
  'POST /api/v1/schedules': 'submit',
  'GET /api/v1/schedules/:id': 'read',
  'PATCH /api/v1/schedules/:id': 'submit',
  'DELETE /api/v1/schedules/:id': 'submit',
  'POST /api/v1/schedules/:id/pause': 'submit',
  'POST /api/v1/schedules/:id/resume': 'submit',
  'POST /api/v1/schedules/:id/run': 'submit',
  'GET /api/v1/schedule-preview': 'read',
  'GET /api/v1/views': 'read',
  'POST /api/v1/views': 'account',
  'GET /api/v1/views/:id': 'read',
  'PATCH /api/v1/views/:id': 'account',
  'DELETE /api/v1/views/:id': 'account',
  'POST /api/v1/views/:id/restore': 'account',
  'PUT /api/v1/views/:id/default': 'account',
  'DELETE /api/v1/views/:id/default': 'account',
  'POST /api/v1/definitions/:id/restore': 'submit',
  'GET /api/v1/frameworks': 'read',
  'GET /api/v1/me': 'read',
  'POST /api/v1/auth/device': 'public',
  'POST /api/v1/auth/device/token': 'public',
  'POST /api/v1/auth/device/approve': 'account',
  'POST /api/v1/auth/device/refuse': 'account',
  'PUT /api/v1/me/password': 'account',
  'GET /api/v1/me/sessions': 'account',
  'DELETE /api/v1/me/sessions/:id': 'account',
  'POST /api/v1/auth/login': 'public',
  'POST /api/v1/auth/refresh': 'public',
  'POST /api/v1/auth/logout': 'public',
  'POST /api/v1/auth/password-reset': 'public',
  'POST /api/v1/signing-keys': 'admin',
  'GET /.well-known/jwks.json': 'public',
  'GET /api/v1/tokens': 'account',
  'POST /api/v1/tokens': 'account',
  'DELETE /api/v1/tokens/:id': 'account',
  'POST /api/v1/sign-in-links': 'account',
  'GET /api/v1/secrets': 'read',
  'PUT /api/v1/secrets/:name': 'secrets',
  'DELETE /api/v1/secrets/:name': 'secrets',
  'POST /api/v1/admin/rotate-secret-key': 'admin',
  'GET /api/v1/system': 'admin',
  'GET /api/v1/clusters': 'admin',
  'POST /api/v1/clusters': 'admin',
  'GET /api/v1/clusters/:id': 'admin',
  'PATCH /api/v1/clusters/:id': 'admin',
  'DELETE /api/v1/clusters/:id': 'admin',
  'POST /api/v1/clusters/:id/check': 'admin',
  'GET /api/v1/environments': 'submit',
  'POST /api/v1/environments': 'admin',
  'GET /api/v1/environments/:id': 'submit',
  'PATCH /api/v1/environments/:id': 'admin',
  'DELETE /api/v1/environments/:id': 'admin',
  'GET /api/v1/users': 'team',
  'POST /api/v1/users': 'team',
  'GET /api/v1/users/:id': 'team',
  'PATCH /api/v1/users/:id': 'team',
  'GET /api/v1/users/:id/tokens': 'team',
  'POST /api/v1/users/:id/password-reset': 'team',
  'GET /api/v1/teams': 'read',
  'POST /api/v1/teams': 'admin',
  'GET /api/v1/teams/:id': 'read',
  'PATCH /api/v1/teams/:id': 'team',
  'GET /api/v1/invitations': 'team',
  'POST /api/v1/invitations': 'team',
  'DELETE /api/v1/invitations/:id': 'team',
  'POST /api/v1/invitations/accept': 'public',
  'GET /api/v1/quotas': 'read',
  'PUT /api/v1/teams/:id/quotas/:resource': 'admin',
  'DELETE /api/v1/teams/:id/quotas/:resource': 'admin',
  'PUT /api/v1/users/:id/quotas/:resource': 'admin',
  'DELETE /api/v1/users/:id/quotas/:resource': 'admin',
  'GET /api/v1/audit': 'audit',
  'GET /api/v1/projects': 'read',
  'POST /api/v1/projects': 'team',
  'GET /api/v1/projects/:id': 'read',
  'PATCH /api/v1/projects/:id': 'team',
  'POST /api/v1/projects/:id/archive': 'team',
  'POST /api/v1/projects/:id/unarchive': 'team',
  'GET /api/v1/projects/:id/members': 'read',
  'PUT /api/v1/projects/:id/members/:user': 'team',
  'DELETE /api/v1/projects/:id/members/:user': 'team',
  'GET /api/v1/channels': 'read',
  'POST /api/v1/channels': 'secrets',
  'GET /api/v1/channels/:id': 'read',
  'PATCH /api/v1/channels/:id': 'secrets',
  'DELETE /api/v1/channels/:id': 'secrets',
  'POST /api/v1/channels/:id/test': 'secrets',
  'GET /api/v1/notification-rules': 'read',
  'POST /api/v1/notification-rules': 'submit',
  'GET /api/v1/notification-rules/:id': 'read',
  'PATCH /api/v1/notification-rules/:id': 'submit',
  'DELETE /api/v1/notification-rules/:id': 'submit',
  'GET /api/v1/notification-rules/:id/preview/:executionId': 'read',
  'GET /api/v1/deliveries': 'read',
  'POST /api/v1/deliveries/replay': 'submit',
  'POST /api/v1/deliveries/:id/replay': 'submit',
  'GET /api/v1/inbox': 'account',
  'POST /api/v1/inbox/read': 'account',
  'GET /api/v1/openapi.json': 'read',
  'GET /docs': 'read',
  'GET /docs/*': 'read',

  'POST /agent/v1/hello': 'agent',
  'POST /agent/v1/plan': 'agent',
  'POST /agent/v1/claim': 'agent',
  'POST /agent/v1/reports': 'agent',
  'POST /agent/v1/logs': 'agent',
  'POST /agent/v1/heartbeat': 'agent',
  'PUT /agent/v1/artifacts': 'agent',
  'POST /agent/v1/artifacts/uploads': 'agent',
  'POST /agent/v1/artifacts/uploads/parts': 'agent',
  'POST /agent/v1/artifacts/uploads/complete': 'agent',
  'GET /agent/v1/content': 'agent',
};

/**
 * What else a route asks of a request without a token. Any other that comes by cookie and changes something
 * must be a `script`'s.
 */
export const ORIGIN_RULES: Readonly<Record<string, OriginRule>> = {
  'POST /signin': 'form',
  'POST /signout': 'form',
  'POST /invitation': 'form',
  'POST /password-reset': 'form',
  'POST /account/password': 'form',
  'POST /account/sessions/:id/end': 'form',
  'POST /api/v1/auth/login': 'no-foreign-page',
  'POST /api/v1/auth/password-reset': 'no-foreign-page',
  'POST /api/v1/invitations/accept': 'no-foreign-page',
  'POST /api/v1/auth/device': 'no-foreign-page',
  'POST /api/v1/auth/device/token': 'no-foreign-page',
  'POST /api/v1/auth/refresh': 'script',
  'POST /api/v1/auth/logout': 'script',
};

/** Whoever may do these things may do them in a project. */
const OF_WORKSPACES: ReadonlySet<RouteAccess> = new Set<RouteAccess>(['read', 'submit', 'secrets']);

/** Addresses of what lies in workspaces, and of all that is below them. */
const WORKSPACE_ROOTS = [
  '/api/v1/tests',
  '/api/v1/uploads',
  '/api/v1/executions',
  '/api/v1/artifacts/:id',
  '/api/v1/events',
  '/api/v1/queue',
  '/api/v1/test-cases',
  '/api/v1/overview',
  '/api/v1/definitions',
  '/api/v1/failure-causes',
  '/api/v1/schedules',
  '/api/v1/views',
  '/api/v1/secrets',
  '/api/v1/channels',
  '/api/v1/notification-rules',
  '/api/v1/deliveries',
] as const;
const WORKSPACE_ADDRESSES: ReadonlySet<string> = new Set(['/api/v1/me']);

/**
 * `workspace`: sees what the workspace has. `project-in-path`: works in the project of its address. `home`:
 * knows no workspace, whatever project is named; every route that is not said to be another is that.
 */
type RoutePlace = 'workspace' | 'project-in-path' | 'home';

export function placeOf(url: string, access: RouteAccess): RoutePlace {
  if (isBelow(url, '/api/v1/projects/:id')) return 'project-in-path';
  if (!takesProject(url, access)) return 'home';
  const known = WORKSPACE_ADDRESSES.has(url) || WORKSPACE_ROOTS.some((root) => isBelow(url, root));
  return known ? 'workspace' : 'home';
}

const isBelow = (url: string, root: string) => url === root || url.startsWith(`${root}/`);

/** What is one's own lies at home, but for the views that one keeps of a workspace. */
export const takesProject = (url: string, access: RouteAccess): boolean =>
  OF_WORKSPACES.has(access) || (access === 'account' && isBelow(url, '/api/v1/views'));

/** Null for a route that has no row. HEAD is GET without its body. */
export function accessOf(method: string, url: string): RouteAccess | null {
  const asked = method === 'HEAD' ? 'GET' : method;
  if (url.startsWith('/docs/')) return ROUTES[`${asked} /docs/*`] ?? null;
  return ROUTES[`${asked} ${url}`] ?? null;
}

export const routesWithAccess = (): string[] => Object.keys(ROUTES);
