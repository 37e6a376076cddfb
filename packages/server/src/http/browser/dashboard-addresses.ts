/**
 * The addresses under which the dashboard is opened: it finds by itself which screen an address means. Those of
 * packages/dashboard/src/router.tsx begin with one of them.
 */
export const DASHBOARD_ADDRESSES = [
  '/',
  '/executions',
  '/executions/*',
  '/definitions',
  '/definitions/*',
  '/people',
  '/projects',
  '/projects/*',
  '/secrets',
  '/quotas',
  '/audit',
  '/system',
  '/tokens',
  '/settings',
] as const;
