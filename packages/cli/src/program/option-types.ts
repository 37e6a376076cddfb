/** The options of each command as the parser hands them over. */
import type { ChangeKind, ClusterProvider, TestCaseQuery } from '@gauntlet/contract';

export type ListOptions = {
  view?: string;
  status?: string[];
  verdict?: string[];
  name?: string;
  tag?: string;
  since?: string;
  until?: string;
  limit: number;
  cursor?: string;
};
export type LogOptions = { follow?: boolean; group?: number; stream?: 'setup' | 'output' };
export type ResultOptions = {
  status?: string[];
  search?: string;
  attempt?: number;
  limit: number;
  cursor?: string;
};
export type ArtifactListOptions = { type?: string; limit: number; cursor?: string };
export type ArtifactGetOptions = { type?: string; output: string; force?: boolean };
export type UpOptions = {
  port?: number;
  host?: string;
  logLevel?: string;
  idleExitSeconds?: number;
  roles?: string;
};
export type StartOptions = { port?: number; host?: string; sample: boolean };
export type LoginOptions = { link?: boolean; device?: boolean; withToken?: boolean };
/** `user`: whose tokens; one's own when left out. */
export type TokenOwnerOptions = { user?: string };
export type TokenOptions = { scope?: string[]; expiresInDays?: number };
export type PageOptions = { limit: number; cursor?: string };
export type UserListOptions = PageOptions & {
  team?: string;
  role?: string;
  search?: string;
  active?: boolean;
  inactive?: boolean;
};
export type UserAddOptions = { email?: string; role?: string[]; team?: string };
/** `false` by `--no-email`. */
export type UserChangeOptions = { name?: string; email?: string | false; role?: string[]; team?: string };
export type InviteOptions = UserAddOptions & { expiresInDays?: number };
export type TeamListOptions = PageOptions & { search?: string };
/** `false` by `--no-...`. */
export type TeamChangeOptions = { description?: string | false; invitationDays?: number | false };
export type InvitationListOptions = {
  team?: string;
  status?: 'open' | 'accepted' | 'revoked' | 'expired';
  limit: number;
  cursor?: string | undefined;
};
export type FailureListOptions = PageOptions & {
  status?: string[];
  definition?: string;
  since?: string;
  search?: string;
  owner?: string;
  sort?: 'recent' | 'newest' | 'frequent';
};
/** `false` by `--no-...`. */
export type TriageOptions = {
  status?: 'open' | 'known-issue' | 'fixed' | 'ignored';
  until?: string;
  owner?: string | false;
  link?: string | false;
  title?: string | false;
};
export type ScheduleListOptions = PageOptions & { status?: 'enabled' | 'paused' };
export type ScheduleAddOptions = {
  timeZone?: string;
  missed?: 'skip' | 'run-once' | 'run-all';
  missedLimit?: number;
  overlap?: 'skip' | 'queue';
};
export type ViewListOptions = PageOptions & { own?: boolean; shared?: boolean };
export type ViewSaveOptions = {
  status?: string[];
  verdict?: string[];
  name?: string;
  tag?: string;
  since?: string;
  until?: string;
  share?: boolean;
  replace?: boolean;
};
export type QuotaOptions = { team?: string; user?: string; expected?: string };
export type AuditOptions = {
  action?: string[];
  user?: string;
  withToken?: string;
  kind?: string;
  target?: string;
  since?: string;
  until?: string;
  team?: string;
  follow?: boolean;
  after?: number;
  csv?: boolean;
  limit: number;
  cursor?: string;
};
export type ProjectListOptions = { archived?: boolean; limit: number; cursor?: string };
export type ProjectOptions = { name?: string; description?: string };
export type TestListOptions = PageOptions & {
  search?: string;
  owner?: string;
  state?: NonNullable<TestCaseQuery['state']>;
  order?: TestCaseQuery['order'];
};
/** Times in milliseconds. */
export type SimulateOptions = {
  units?: string[];
  definition?: string;
  parallelism: number[] | 'auto';
  nodes?: string[];
  cpu: string;
  memory: string;
  spot?: 'prefer' | 'allow' | 'refuse';
  start?: 'after-listing' | 'together';
  podStart: number;
  setup: number;
  groupSetup?: number;
  batchStart: number;
  variation: number;
  spotInterruptions: number;
  notice: number;
  lossNoticed: number;
  mostLosses?: number;
  expander: 'priority' | 'least-waste';
  scaleDownDelay: number;
  timeout: number;
  simulations: number;
  seed: number;
  within: number;
  runsPerDay?: number;
  timeline?: boolean;
};
export type QuarantineAddOptions = { reason: string; days: number };
export type CompareOptions = PageOptions & { kind: ChangeKind; percent: number };
export type ChannelSettingsOptions = {
  to?: string[];
  from?: string;
  smtp?: string;
  channel?: string;
  url?: string;
  repository?: string;
  report?: string;
  context?: string;
  apiUrl?: string;
};
export type ChannelChangeOptions = ChannelSettingsOptions & { name?: string; on?: boolean; off?: boolean };
export type RuleAddOptions = {
  on?: string[];
  channel?: string[];
  inbox?: string;
  definition?: string;
  branch?: string[];
  tag?: string[];
  slowerBy?: number;
  slowerThan?: number;
  quotaPercent?: number;
  quiet?: string;
  timeZone?: string;
  drop?: boolean;
  breakThrough?: string[];
  dedupe?: number;
};
export type DeliveryListOptions = PageOptions & { status?: string[]; channel?: string; execution?: string };
export type ReplayOptions = { channel?: string; all?: boolean };
export type InboxOptions = PageOptions & { unread?: boolean };
export type ClusterAccessOptions = { kubeconfig?: string; context?: string; inCluster?: boolean };
export type ClusterAddOptions = ClusterAccessOptions & { provider?: string; region?: string };
export type ClusterChangeOptions = ClusterAccessOptions & {
  name?: string;
  provider?: ClusterProvider;
  region?: string;
  enable?: boolean;
  disable?: boolean;
};
export type ClusterCheckOptions = { roles?: boolean };
export type EnvironmentListOptions = PageOptions & { cluster?: string };
export type ConfigurationOptions = {
  autoscale?: boolean;
  spot?: string;
  nodeSelector?: string[];
  toleration?: string[];
  imagePullSecret?: string[];
  defaultImage?: string;
  serviceAccount?: string;
  rootFilesystem?: string;
};
export type EnvironmentAddOptions = ConfigurationOptions & { cluster: string; namespace: string };
export type EnvironmentChangeOptions = ConfigurationOptions & {
  name?: string;
  namespace?: string;
  enable?: boolean;
  disable?: boolean;
};
