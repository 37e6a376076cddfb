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
import { parseExecutionSearch } from './screens/execution/address.ts';
import { askForExecution } from './screens/execution/queries.ts';
import { parseExecutionFilters } from './screens/executions/filters.ts';
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
  component: lazyRouteComponent(() => import('./screens/overview/overview.tsx'), 'Overview'),
});
const executions = createRoute({
  getParentRoute: () => root,
  path: '/executions',
  validateSearch: parseExecutionFilters,
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

const routeTree = root.addChildren([overview, executions, execution, executionLog]);

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
