/** Every address of the dashboard, and the screen that is there. A screen is loaded when it is opened. */
import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router';
import { clientOf } from './api/client.ts';
import { meQuery } from './api/workspace.tsx';
import { Loading } from './kit/notice.tsx';
import { parseAuditSearch } from './screens/audit/filters.ts';
import { parseKind } from './screens/compare/kinds.ts';
import { parseDefinitionSearch } from './screens/definitions/address.ts';
import { parseEnvironmentsSearch } from './screens/environments/address.ts';
import { parseExecutionSearch } from './screens/execution/address.ts';
import { askForExecution } from './screens/execution/queries.ts';
import { parseListSearch } from './screens/executions/filters.ts';
import { parseFailureSearch } from './screens/failures/address.ts';
import { parseIntegrationsSearch } from './screens/integrations/address.ts';
import { parsePeopleSearch } from './screens/people/address.ts';
import { parseScheduleSearch } from './screens/schedules/address.ts';
import { parseTestFilters } from './screens/tests/address.ts';
import { Frame } from './shell/frame.tsx';
import { NotFound, ScreenFailed } from './shell/lost.tsx';

type Context = { queries: QueryClient };
type RootSearch = { project?: string };

const root = createRootRouteWithContext<Context>()({
  validateSearch: (search: Record<string, unknown>): RootSearch =>
    typeof search.project === 'string' ? { project: search.project } : {},
  search: { middlewares: [retainSearchParams(['project'])] },
  loaderDeps: ({ search: { project } }) => ({ project }),
  loader: ({ context, deps }) => context.queries.ensureQueryData(meQuery(deps.project)),
  component: Frame,
  notFoundComponent: NotFound,
  errorComponent: ScreenFailed,
});

const overview = createRoute({
  getParentRoute: () => root,
  path: '/',
  // Who has just come by a sign-in link, and could not come otherwise.
  validateSearch: (search): { password?: 'none' } => (search.password === 'none' ? { password: 'none' } : {}),
  component: lazyRouteComponent(() => import('./screens/overview/overview.tsx'), 'Overview'),
});
const executions = createRoute({
  getParentRoute: () => root,
  path: '/executions',
  validateSearch: parseListSearch,
  component: lazyRouteComponent(() => import('./screens/executions/executions.tsx'), 'Executions'),
});

const execution = createRoute({
  getParentRoute: () => root,
  path: '/executions/$id',
  validateSearch: parseExecutionSearch,
  // Only for the first look: what changes in the address later, the screen asks for itself.
  staleTime: Number.POSITIVE_INFINITY,
  loader: ({ context: { queries }, params: { id }, location }) => {
    const { project, ...search } = location.search as RootSearch & Record<string, unknown>;
    askForExecution(queries, { project, api: clientOf(project) }, id, parseExecutionSearch(search));
  },
  component: lazyRouteComponent(() => import('./screens/execution/execution.tsx'), 'ExecutionScreen'),
});

/** As the command line prints it. */
const executionLog = createRoute({
  getParentRoute: () => root,
  path: '/executions/$id/log',
  beforeLoad: ({ params, search }) => {
    throw redirect({
      to: '/executions/$id',
      params,
      search: { ...search, tab: 'logs' },
      replace: true,
    });
  },
});

const compare = createRoute({
  getParentRoute: () => root,
  path: '/executions/$id/compare/$other',
  validateSearch: (search) => parseKind(search.kind),
  component: lazyRouteComponent(() => import('./screens/compare/compare.tsx'), 'Compare'),
});
const tests = createRoute({
  getParentRoute: () => root,
  path: '/tests',
  validateSearch: parseTestFilters,
  component: lazyRouteComponent(() => import('./screens/tests/tests.tsx'), 'Tests'),
});
const test = createRoute({
  getParentRoute: () => root,
  path: '/tests/$id',
  component: lazyRouteComponent(() => import('./screens/test/test.tsx'), 'TestScreen'),
});
const definitions = createRoute({
  getParentRoute: () => root,
  path: '/definitions',
  validateSearch: (search): { search?: string } => textOf(search, 'search'),
  component: lazyRouteComponent(() => import('./screens/definitions/definitions.tsx'), 'Definitions'),
});
const newDefinition = createRoute({
  getParentRoute: () => root,
  path: '/definitions/new',
  component: lazyRouteComponent(() => import('./screens/definitions/new-definition.tsx'), 'NewDefinition'),
});
const definition = createRoute({
  getParentRoute: () => root,
  path: '/definitions/$id',
  validateSearch: parseDefinitionSearch,
  component: lazyRouteComponent(() => import('./screens/definitions/definition.tsx'), 'DefinitionScreen'),
});

const failures = createRoute({
  getParentRoute: () => root,
  path: '/failures',
  validateSearch: parseFailureSearch,
  component: lazyRouteComponent(() => import('./screens/failures/failures.tsx'), 'Failures'),
});
const failure = createRoute({
  getParentRoute: () => root,
  path: '/failures/$id',
  component: lazyRouteComponent(() => import('./screens/failures/failure.tsx'), 'FailureScreen'),
});
const schedules = createRoute({
  getParentRoute: () => root,
  path: '/schedules',
  validateSearch: parseScheduleSearch,
  component: lazyRouteComponent(() => import('./screens/schedules/schedules.tsx'), 'Schedules'),
});

const people = createRoute({
  getParentRoute: () => root,
  path: '/people',
  validateSearch: parsePeopleSearch,
  component: lazyRouteComponent(() => import('./screens/people/people.tsx'), 'People'),
});
const projects = createRoute({
  getParentRoute: () => root,
  path: '/projects',
  validateSearch: (search): { archived?: 'with'; open?: string } => ({
    ...(search.archived === 'with' ? { archived: 'with' } : {}),
    ...textOf(search, 'open'),
  }),
  component: lazyRouteComponent(() => import('./screens/projects/projects.tsx'), 'Projects'),
});
const project = createRoute({
  getParentRoute: () => root,
  path: '/projects/$id',
  component: lazyRouteComponent(() => import('./screens/projects/project.tsx'), 'ProjectScreen'),
});
const secrets = createRoute({
  getParentRoute: () => root,
  path: '/secrets',
  validateSearch: (search): { dialog?: 'set'; name?: string } => ({
    ...(search.dialog === 'set' ? { dialog: 'set' } : {}),
    ...textOf(search, 'name'),
  }),
  component: lazyRouteComponent(() => import('./screens/secrets/secrets.tsx'), 'Secrets'),
});
const quotas = createRoute({
  getParentRoute: () => root,
  path: '/quotas',
  validateSearch: (search): { team?: string; user?: string; change?: string } => ({
    ...textOf(search, 'team'),
    ...textOf(search, 'user'),
    ...textOf(search, 'change'),
  }),
  component: lazyRouteComponent(() => import('./screens/quotas/quotas.tsx'), 'Quotas'),
});
const audit = createRoute({
  getParentRoute: () => root,
  path: '/audit',
  validateSearch: parseAuditSearch,
  component: lazyRouteComponent(() => import('./screens/audit/audit.tsx'), 'Audit'),
});

const integrations = createRoute({
  getParentRoute: () => root,
  path: '/integrations',
  validateSearch: parseIntegrationsSearch,
  component: lazyRouteComponent(() => import('./screens/integrations/integrations.tsx'), 'Integrations'),
});
const environments = createRoute({
  getParentRoute: () => root,
  path: '/environments',
  validateSearch: parseEnvironmentsSearch,
  component: lazyRouteComponent(() => import('./screens/environments/environments.tsx'), 'Environments'),
});
const system = createRoute({
  getParentRoute: () => root,
  path: '/system',
  component: lazyRouteComponent(() => import('./screens/system/system.tsx'), 'System'),
});
const inbox = createRoute({
  getParentRoute: () => root,
  path: '/inbox',
  validateSearch: (search): { show?: 'unread' } => (search.show === 'unread' ? { show: 'unread' } : {}),
  component: lazyRouteComponent(() => import('./screens/inbox/inbox.tsx'), 'Inbox'),
});
const tokens = createRoute({
  getParentRoute: () => root,
  path: '/tokens',
  validateSearch: (search): { dialog?: 'new' } => (search.dialog === 'new' ? { dialog: 'new' } : {}),
  component: lazyRouteComponent(() => import('./screens/tokens/tokens.tsx'), 'Tokens'),
});
const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  component: lazyRouteComponent(() => import('./screens/settings/settings.tsx'), 'Settings'),
});

/** One text of an address, where it is there. */
function textOf<Key extends string>(search: Record<string, unknown>, key: Key): { [Name in Key]?: string } {
  const value = search[key];
  return (typeof value === 'string' && value !== '' ? { [key]: value } : {}) as { [Name in Key]?: string };
}

const routeTree = root.addChildren([
  overview,
  executions,
  execution,
  executionLog,
  compare,
  tests,
  test,
  definitions,
  newDefinition,
  definition,
  failures,
  failure,
  schedules,
  people,
  projects,
  project,
  secrets,
  quotas,
  audit,
  integrations,
  environments,
  system,
  inbox,
  tokens,
  settings,
]);

export const createDashboardRouter = (queries: QueryClient) =>
  createRouter({
    routeTree,
    context: { queries },
    defaultPreload: 'intent',
    defaultPreloadStaleTime: 0,
    defaultPendingComponent: () => <Loading what="this screen" />,
    defaultErrorComponent: ScreenFailed,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>;
  }
}
