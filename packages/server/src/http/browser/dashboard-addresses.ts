/**
 * The addresses under which the dashboard is opened: it finds by itself which screen an address means. Those of
 * packages/dashboard/src/router.tsx begin with one of them.
 */
export const DASHBOARD_ADDRESSES = [
  '/',
  '/executions',
  '/executions/*',
  '/tests',
  '/tests/*',
  '/definitions',
  '/definitions/*',
  '/failures',
  '/failures/*',
  '/schedules',
  '/people',
  '/projects',
  '/projects/*',
  '/secrets',
  '/quotas',
  '/audit',
  '/environments',
  '/integrations',
  '/system',
  '/inbox',
  '/tokens',
  '/settings',
] as const;
