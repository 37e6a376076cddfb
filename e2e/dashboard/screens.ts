/** Every screen of the dashboard: where it is, and by what one sees that it is there. */
import { hasContainers } from '../../packages/agent/src/testing/shim-container.ts';

export type Ids = {
  passed: string;
  failed: string;
  /** Before the failed one, of the same suite. */
  before: string;
  /** One of its tests passed only when it was tried again. */
  flaky: string;
  /** Ran as pods of a cluster; empty where this machine cannot play them. */
  inPods: string;
  /** Of the failed one: a result with an expected and an actual value, and a file that it left. */
  result: string;
  artifact: string;
  definition: string;
  test: string;
  project: string;
  /** Of a failure that several runs had. */
  cause: string;
  rule: string;
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
    name: 'result',
    address: ({ failed, result }) => `/executions/${failed}?result=${result}`,
    heading: EXECUTION,
    full: /History of this test/,
    empty: null,
  },
  {
    name: 'timeline',
    address: ({ failed }) => `/executions/${failed}?tab=timeline`,
    heading: EXECUTION,
    full: /Completing/,
    empty: null,
  },
  ...(hasContainers
    ? [
        {
          name: 'pods',
          address: ({ inPods }: Ids) => `/executions/${inPods}?tab=timeline`,
          heading: /nightly checks/,
          full: /pool-b-1/,
          empty: null,
        },
      ]
    : []),
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
    address: () => '/tests',
    heading: /^Tests$/,
    full: /sample shop/,
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
  {
    name: 'versions',
    address: ({ definition }) => `/definitions/${definition}?tab=versions`,
    heading: EXECUTION,
    full: /assert\.equal\(0, 1\)/,
    empty: null,
  },
  {
    name: 'plan',
    address: ({ definition }) => `/definitions/${definition}?tab=plan&parallelism=2`,
    heading: EXECUTION,
    full: /With other numbers of groups/,
    empty: null,
  },
  {
    name: 'definition-executions',
    address: ({ definition }) => `/definitions/${definition}?tab=executions`,
    heading: EXECUTION,
    full: /3 of 6 tests failed/,
    empty: null,
  },
  {
    name: 'new-definition',
    address: () => '/definitions/new',
    heading: /^New definition$/,
    full: /What it is/,
    empty: null,
  },
  { name: 'people', address: () => '/people', heading: /^People$/, full: /admin/, empty: null },
  { name: 'teams', address: () => '/people?tab=teams', heading: /^People$/, full: /1 person/, empty: null },
  {
    name: 'invitations',
    address: () => '/people?tab=invitations',
    heading: /^People$/,
    full: /tester@example\.org/,
    empty: /Nobody is invited at the moment/,
  },
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
    name: 'deliveries',
    address: () => '/integrations?tab=deliveries',
    heading: /^Integrations$/,
    full: /Nothing was told yet/,
    empty: null,
  },
  {
    name: 'inbox',
    address: () => '/inbox',
    heading: /^Inbox$/,
    full: /shop with failures/,
    empty: /Your inbox is empty/,
  },
];

/** What opens above a screen: where, and what it is called. */
export type Opening = { name: string; address: (ids: Ids) => string; dialog: RegExp };

export const OPENINGS: readonly Opening[] = [
  {
    name: 'run now',
    address: ({ definition }) => `/definitions/${definition}?open=run`,
    dialog: /^Run shop/,
  },
  { name: 'new schedule', address: () => '/schedules?open=new', dialog: /^New schedule$/ },
  { name: 'new cluster', address: () => '/environments?open=new-cluster', dialog: /^Add a cluster$/ },
  { name: 'new channel', address: () => '/integrations?open=new', dialog: /^New channel$/ },
  { name: 'new rule', address: () => '/integrations?tab=rules&open=new', dialog: /^New rule$/ },
  {
    name: 'preview of a rule',
    address: ({ rule }) => `/integrations?tab=rules&open=${rule}&show=preview`,
    dialog: /^Preview of failures to the inbox$/,
  },
  { name: 'new token', address: () => '/tokens?dialog=new', dialog: /^New token$/ },
  { name: 'set a secret', address: () => '/secrets?dialog=set', dialog: /^Set a secret$/ },
  { name: 'new account', address: () => '/people?open=new', dialog: /^New account$/ },
  { name: 'new team', address: () => '/people?tab=teams&open=new', dialog: /^New team$/ },
  { name: 'invite', address: () => '/people?tab=invitations&open=new', dialog: /^Invite somebody$/ },
  {
    name: 'artifact',
    address: ({ failed, artifact }) => `/executions/${failed}?tab=artifacts&artifact=${artifact}`,
    dialog: /basket\.json/,
  },
];
