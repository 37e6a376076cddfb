/** Every screen of the dashboard: where it is, and by what one sees that it is there. */
export type Ids = {
  passed: string;
  failed: string;
  /** Before the failed one, of the same suite. */
  before: string;
  /** One of its tests passed only when it was tried again. */
  flaky: string;
  definition: string;
  test: string;
  project: string;
  /** Of a failure that several runs had. */
  cause: string;
};
export type Screen = {
  name: string;
  /** Of a server that has run something. */
  address: (ids: Ids) => string;
  heading: RegExp;
  /** What only a full one shows. */
  full: RegExp;
  /** What an empty one says instead; null: it is never empty, or cannot be opened then. */
  empty: RegExp | null;
};

const EXECUTION = /shop with failures/;

export const SCREENS: readonly Screen[] = [
  {
    name: 'overview',
    address: () => '/',
    heading: /^Overview$/,
    full: /Last 14 days/,
    empty: /Nothing has been run here yet/,
  },
  {
    name: 'executions',
    address: () => '/executions',
    heading: /^Executions$/,
    full: /sample shop/,
    empty: /gauntlet run \./,
  },
  {
    name: 'execution',
    address: ({ failed }) => `/executions/${failed}`,
    heading: EXECUTION,
    full: /refuses an empty basket/,
    empty: null,
  },
  {
    name: 'timeline',
    address: ({ failed }) => `/executions/${failed}?tab=timeline`,
    heading: EXECUTION,
    full: /Completing/,
    empty: null,
  },
  {
    name: 'logs',
    address: ({ failed }) => `/executions/${failed}?tab=logs`,
    heading: EXECUTION,
    full: /basket was taken/,
    empty: null,
  },
  {
    name: 'artifacts',
    address: ({ failed }) => `/executions/${failed}?tab=artifacts`,
    heading: EXECUTION,
    full: /basket\.json/,
    empty: null,
  },
  {
    name: 'events',
    address: ({ failed }) => `/executions/${failed}?tab=events`,
    heading: EXECUTION,
    full: /orders\.test\.js/,
    empty: null,
  },
  {
    name: 'compare',
    address: ({ before, failed }) => `/executions/${before}/compare/${failed}?kind=still-failing`,
    heading: /^Compare executions$/,
    full: /refuses an empty basket/,
    empty: null,
  },
  {
    name: 'tests',
    // Only what is in sight is drawn.
    address: () => '/tests?order=newest-failure',
    heading: /^Tests$/,
    full: /refuses an empty basket/,
    empty: /No test has run here yet/,
  },
  {
    name: 'test',
    address: ({ test }) => `/tests/${test}`,
    heading: /refuses an empty basket/,
    full: /Usually takes/,
    empty: null,
  },
  {
    name: 'definitions',
    address: () => '/definitions',
    heading: /^Definitions$/,
    full: /shop with failures/,
    empty: /There is no definition yet/,
  },
  {
    name: 'definition',
    address: ({ definition }) => `/definitions/${definition}`,
    heading: EXECUTION,
    full: /Versions/,
    empty: null,
  },
  { name: 'people', address: () => '/people', heading: /^People$/, full: /admin/, empty: null },
  {
    name: 'projects',
    address: () => '/projects',
    heading: /^Projects$/,
    full: /Basket/,
    empty: /There is no project here/,
  },
  {
    name: 'project',
    address: ({ project }) => `/projects/${project}`,
    heading: /Basket/,
    full: /Nobody of another team/,
    empty: null,
  },
  {
    name: 'secrets',
    address: () => '/secrets',
    heading: /^Secrets$/,
    full: /stripe-key/,
    empty: /There is no secret here/,
  },
  { name: 'quotas', address: () => '/quotas', heading: /^Quotas$/, full: /executions/i, empty: null },
  { name: 'audit', address: () => '/audit', heading: /^Audit trail$/, full: /secret/i, empty: null },
  {
    name: 'system',
    address: () => '/system',
    heading: /^System health$/,
    full: /PostgreSQL \d/,
    empty: null,
  },
  {
    name: 'tokens',
    address: () => '/tokens',
    heading: /^Tokens$/,
    full: /pipeline/,
    empty: /You have no token/,
  },
  { name: 'settings', address: () => '/settings', heading: /^Settings$/, full: /Keys/, empty: null },
  {
    name: 'failures',
    address: () => '/failures',
    heading: /^Failures$/,
    full: /basket was taken/,
    empty: /Nothing has failed here yet/,
  },
  {
    name: 'failure',
    address: ({ cause }) => `/failures/${cause}`,
    heading: /basket was taken/,
    full: /Latest message/,
    empty: null,
  },
  {
    name: 'schedules',
    address: () => '/schedules',
    heading: /^Schedules$/,
    full: /Europe\/Berlin/,
    empty: /There is no schedule yet/,
  },
  {
    name: 'environments',
    address: () => '/environments',
    heading: /^Environments$/,
    full: /Last check: \d+ of \d+ permissions granted/,
    empty: /There is no Kubernetes cluster yet/,
  },
  {
    name: 'channels',
    address: () => '/integrations',
    heading: /^Integrations$/,
    full: /board in the hall/,
    empty: /There is no channel yet/,
  },
  {
    name: 'notification-rules',
    address: () => '/integrations?tab=rules',
    heading: /^Integrations$/,
    full: /failures to the inbox/,
    empty: /There is no rule yet/,
  },
  {
    name: 'inbox',
    address: () => '/inbox',
    heading: /^Inbox$/,
    full: /shop with failures/,
    empty: /Your inbox is empty/,
  },
];
