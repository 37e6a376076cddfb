/**
 * Everything the HTTP server is given. main.ts fills it: use cases with their own deps bound, readers and
 * stores from the adapters. Nothing here is optional but what says so.
 */

import type {
  ArtifactCompleteRequest,
  ArtifactId,
  ArtifactPartsAnswer,
  ArtifactPartsRequest,
  ArtifactUploadOrder,
  ArtifactUploadRequest,
  Assignment,
  ClaimAnswer,
  DefinitionId,
  FailureCauseChange,
  FailureCauseId,
  HeartbeatAnswer,
  HelloRequest,
  InboxItemId,
  LogStream,
  PlanAnswer,
  Refusal,
  ReportsAnswer,
  ReportsRequest,
  ScheduleChange,
  ScheduleId,
  ScheduleRequest,
  SystemView,
  TestCaseId,
  UploadAnswer,
  UserId,
} from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type {
  addCluster,
  addEnvironment,
  ClusterShelf,
  changeCluster,
  changeEnvironment,
  checkCluster,
  EnvironmentShelf,
  removeCluster,
  removeEnvironment,
} from '../environments/index.ts';
import type {
  ArtifactReader,
  ArtifactStore,
  ArtifactUpload,
  CancelCommand,
  CauseReader,
  CronRule,
  changeView,
  createView,
  DefinitionReader,
  DirectTransfer,
  DirectUploadRefusal,
  EventReader,
  ExecutionReader,
  FrameworkCatalogue,
  Group,
  HistoryReader,
  LogReader,
  OpenedContent,
  OwnerOrder,
  QuarantineOrder,
  QuarantineRefusal,
  RerunCommand,
  ResultReader,
  removeView,
  restoreView,
  SaveOrder,
  SaveRefusal,
  ScheduleReader,
  ScheduleRefusal,
  SecretRow,
  StoreArtifactRefusal,
  StoredDefinition,
  StoreUploadRefusal,
  SubmitCommand,
  SubmitRefusal,
  Submitted,
  setDefaultView,
  TriageRefusal,
  ViewReader,
} from '../executions/index.ts';
import type { Actor, Workspace } from '../identity/index.ts';
import type { Clock } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import type { WakeListener } from '../kernel/wake.ts';
import type {
  ChannelShelf,
  changeChannel,
  changeRule,
  createChannel,
  createRule,
  DeliveryQueue,
  InboxShelf,
  previewRule,
  RuleShelf,
  removeChannel,
  removeRule,
  replayDead,
  replayDelivery,
  testChannel,
} from '../notifications/index.ts';
import type {
  AuditOperations,
  Bound,
  DeviceOperations,
  IdentityOperations,
  PeopleOperations,
  ProjectOperations,
  ProviderOperations,
  QuotaOperations,
} from './people-deps.ts';

export type HttpDeps = {
  clock: Clock;
  ids: Ids;
  log: Log;
  /** Of Gauntlet, for the API document and the pages. */
  version: string;
  settings?: Partial<HttpSettings>;
  wakes: WakeListener;
  identity: IdentityOperations;
  /** Null: no identity provider is set. */
  provider: ProviderOperations | null;
  devices: DeviceOperations;
  people: PeopleOperations;
  executions: ExecutionOperations;
  history: HistoryOperations;
  secrets: SecretOperations;
  quotas: QuotaOperations;
  audit: AuditOperations;
  projects: ProjectOperations;
  agents: AgentOperations;
  notifications: NotificationOperations;
  clusters: ClusterOperations;
  environments: EnvironmentOperations;
  frameworks: Pick<FrameworkCatalogue, 'list'>;
  definitions: DefinitionOperations;
  causes: CauseReader & CauseOperations;
  schedules: ScheduleReader & ScheduleOperations;
  views: ViewReader & ViewOperations;
  readers: ExecutionReader & ResultReader & ArtifactReader & DefinitionReader;
  logs: LogReader;
  events: EventReader;
  artifacts: Pick<ArtifactStore, 'get'>;
  /** Null where all bytes pass the server. */
  signDownload: DirectTransfer['signGet'] | null;
  /** Text in Prometheus' exposition format. */
  renderMetrics(): Promise<string>;
  /** `route` is the pattern (`/api/v1/executions/:id`), never the address that was asked for. */
  observeRequest(seen: ObservedRequest): void;
  checkReadiness(): Promise<Readiness>;
  readSystem(): Promise<Omit<SystemView, 'version' | 'server'>>;
};

export type HttpSettings = {
  /** `operations`: health and metrics alone, of a process without the role api. */
  serves: 'api' | 'operations';
  /** Where browsers find this server, when that is not where it listens: its pages are then ours as well. */
  publicUrl: string | null;
  /** `when-https`: the session cookie is Secure when the request came by https (X-Forwarded-Proto of a trusted proxy counts). */
  secureCookies: 'always' | 'when-https';
  /** Addresses or networks of proxies whose X-Forwarded-* are believed; none by default. */
  trustedProxies: readonly string[];
  maxUploadBytes: number;
  maxArtifactBytes: number;
  /** Of a submitted definition, inline files included. */
  maxDefinitionBytes: number;
  /** Requests a minute of one token, or of one address without a token. */
  requestsPerMinute: number;
  /** Of all that is signed in at one address together; null: four times as many as of one token. */
  addressRequestsPerMinute: number | null;
  /** Requests a minute of one group's agent. */
  agentRequestsPerMinute: number;
  maxConnections: number;
  /** For the headers of a request to arrive. */
  headersSeconds: number;
  /** For a body that is read whole to arrive; streams have as long as they keep moving. */
  bodySeconds: number;
};

export type ExecutionOperations = {
  submitTest(command: SubmitCommand): Promise<Result<Submitted, SubmitRefusal>>;
  rerunExecution(command: RerunCommand): Promise<Result<Submitted, SubmitRefusal>>;
  /** Asked for only after the execution was found to be the team's. */
  cancelExecution(command: CancelCommand): Promise<Result<null, Refusal<'not-found' | 'already-ended'>>>;
  storeUpload(command: {
    actor: Actor;
    content: AsyncIterable<Uint8Array>;
    sizeBytes: number | null;
    maxBytes: number;
  }): Promise<Result<UploadAnswer, StoreUploadRefusal>>;
};

/** The past of tests, and what people set of them. */
export type HistoryOperations = HistoryReader & {
  /** Who sees the tests of the workspace. */
  findOwner(
    workspace: Workspace,
    idOrName: string,
  ): Promise<Result<{ userId: UserId }, Refusal<'not-found'>>>;
  changeOwner(order: OwnerOrder): Promise<Result<null, Refusal<'not-found'>>>;
  setQuarantine(order: QuarantineOrder): Promise<Result<null, QuarantineRefusal>>;
  releaseQuarantine(actor: Actor, testCaseId: TestCaseId): Promise<Result<null, Refusal<'not-found'>>>;
};

export type CauseOperations = {
  triage(
    actor: Actor,
    causeId: FailureCauseId,
    change: FailureCauseChange,
  ): Promise<Result<null, TriageRefusal>>;
  /** @returns the id of the comment */
  addComment(actor: Actor, causeId: FailureCauseId, body: string): Promise<Result<string, TriageRefusal>>;
  merge(actor: Actor, causeId: FailureCauseId, into: FailureCauseId): Promise<Result<null, TriageRefusal>>;
  unmerge(actor: Actor, causeId: FailureCauseId): Promise<Result<null, TriageRefusal>>;
};

export type ScheduleOperations = {
  create(actor: Actor, request: ScheduleRequest): Promise<Result<ScheduleId, ScheduleRefusal>>;
  change(
    actor: Actor,
    scheduleId: ScheduleId,
    change: ScheduleChange,
  ): Promise<Result<null, ScheduleRefusal>>;
  setStatus(
    actor: Actor,
    scheduleId: ScheduleId,
    status: 'enabled' | 'paused',
  ): Promise<Result<null, ScheduleRefusal>>;
  remove(actor: Actor, scheduleId: ScheduleId): Promise<Result<null, ScheduleRefusal>>;
  preview(rule: CronRule, count: number): Result<Date[], ScheduleRefusal>;
};

export type ViewOperations = {
  create: Bound<typeof createView>;
  change: Bound<typeof changeView>;
  remove: Bound<typeof removeView>;
  restore: Bound<typeof restoreView>;
  setDefault: Bound<typeof setDefaultView>;
};

type DefinitionOperations = {
  save(order: SaveOrder): Promise<Result<StoredDefinition, SaveRefusal>>;
  remove(actor: Actor, definitionId: DefinitionId): Promise<boolean>;
  restore(
    actor: Actor,
    definitionId: DefinitionId,
  ): Promise<Result<null, Refusal<'not-found' | 'already-exists'>>>;
};

type SecretOperations = {
  list(workspace: Workspace): Promise<SecretRow[]>;
  save(actor: Actor, name: string, value: string): Promise<void>;
  remove(actor: Actor, name: string): Promise<boolean>;
};

export type AgentOperations = {
  /** The group of this token's SHA-256; ended ones are found too, so that their agents are told to stop. */
  findGroup(tokenHash: Uint8Array): Promise<Group | null>;
  greet(
    group: Group,
    hello: HelloRequest,
  ): Promise<Result<Assignment, Refusal<'group-ended' | 'secret-missing'>>>;
  askForPlan(group: Group): Promise<PlanAnswer>;
  claim(group: Group, claimNumber: number): Promise<Result<ClaimAnswer, Refusal<'sequence-gap'>>>;
  /** Null: the group has ended. */
  record(group: Group, request: ReportsRequest): Promise<ReportsAnswer | null>;
  beat(group: Group): Promise<HeartbeatAnswer>;
  appendLog(
    group: Group,
    stream: LogStream,
    offset: number,
    content: Uint8Array,
  ): Promise<{ nextOffset: number; accepted: boolean }>;
  storeArtifact(
    group: Group,
    upload: ArtifactUpload,
    maxBytes: number,
  ): Promise<Result<{ artifactId: ArtifactId }, StoreArtifactRefusal>>;
  orderUpload(
    group: Group,
    file: ArtifactUploadRequest,
    maxBytes: number,
  ): Promise<Result<ArtifactUploadOrder, DirectUploadRefusal>>;
  signParts(
    group: Group,
    request: ArtifactPartsRequest,
    maxBytes: number,
  ): Promise<Result<ArtifactPartsAnswer, DirectUploadRefusal>>;
  completeUpload(
    group: Group,
    request: ArtifactCompleteRequest,
    maxBytes: number,
  ): Promise<Result<{ artifactId: ArtifactId }, DirectUploadRefusal>>;
  openContent(
    group: Group,
  ): Promise<
    Result<OpenedContent, Refusal<'group-ended' | 'not-found' | 'upload-not-found' | 'unavailable'>>
  >;
};

/** Channels, rules, deliveries and inboxes. */
export type NotificationOperations = {
  listChannels: ChannelShelf['list'];
  showChannel: ChannelShelf['show'];
  createChannel: Bound<typeof createChannel>;
  changeChannel: Bound<typeof changeChannel>;
  removeChannel: Bound<typeof removeChannel>;
  testChannel: Bound<typeof testChannel>;
  listRules: RuleShelf['list'];
  showRule: RuleShelf['show'];
  createRule: Bound<typeof createRule>;
  changeRule: Bound<typeof changeRule>;
  removeRule: Bound<typeof removeRule>;
  previewRule: Bound<typeof previewRule>;
  listDeliveries: DeliveryQueue['list'];
  showDelivery: DeliveryQueue['show'];
  replayDelivery: Bound<typeof replayDelivery>;
  replayDead: Bound<typeof replayDead>;
  listInbox: InboxShelf['list'];
  countUnread: InboxShelf['countUnread'];
  /** Null: all of them. @returns how many were not read before. */
  markRead(userId: UserId, itemIds: readonly InboxItemId[] | null): Promise<number>;
};

type ClusterOperations = {
  list: ClusterShelf['list'];
  show: ClusterShelf['show'];
  add: Bound<typeof addCluster>;
  change: Bound<typeof changeCluster>;
  remove: Bound<typeof removeCluster>;
  check: Bound<typeof checkCluster>;
};

type EnvironmentOperations = {
  list: EnvironmentShelf['list'];
  show: EnvironmentShelf['show'];
  add: Bound<typeof addEnvironment>;
  change: Bound<typeof changeEnvironment>;
  remove: Bound<typeof removeEnvironment>;
};

type ObservedRequest = { route: string; method: string; status: number; seconds: number };

export type Readiness = { ok: boolean; checks: Record<string, { ok: boolean; message: string }> };
