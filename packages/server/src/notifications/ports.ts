/** What notifications need from the outside, by role. */
import type {
  ChannelAccess,
  ChannelChange,
  ChannelId,
  ChannelKind,
  ChannelQuery,
  ChannelRequest,
  ChannelView,
  DefinitionId,
  DeliveryId,
  DeliveryQuery,
  DeliveryResponse,
  DeliveryStatus,
  DeliveryView,
  ExecutionId,
  InboxItem,
  InboxItemId,
  InboxQuery,
  NotificationEvent,
  ProjectId,
  RuleChange,
  RuleId,
  RuleQuery,
  RuleRequest,
  RuleView,
  TeamId,
  UserId,
} from '@gauntlet/contract';
import type { Result } from '@gauntlet/core/kernel';
import type { PageResult } from '../executions/index.ts';
import type { Workspace } from '../identity/index.ts';
import type { SealRefusal } from '../kernel/seal.ts';
import type { Tx } from '../kernel/tx.ts';
import type { EarlierRun, Notice, NoticeDetails, Outcome, RunFacts } from './notice.ts';

type By = Workspace & { userId: UserId };

export type ChannelBrief = Workspace & {
  channelId: ChannelId;
  name: string;
  kind: ChannelKind;
  state: 'on' | 'off';
};

/** Channels; their secrets are sealed, and opened for sending alone. */
export type ChannelShelf = {
  list(workspace: Workspace, query: ChannelQuery): Promise<PageResult<ChannelView>>;
  show(workspace: Workspace, channelId: ChannelId): Promise<ChannelView | null>;
  /** False: there is one of this name there. */
  insert(tx: Tx, by: By, channelId: ChannelId, request: ChannelRequest, now: Date): Promise<boolean>;
  /** Of the workspace, locked until the transaction ends. */
  lock(tx: Tx, workspace: Workspace, channelId: ChannelId): Promise<ChannelBrief | null>;
  /** False: there is another of this name there. A new signing key of a webhook leaves the old one signing for a day. */
  change(tx: Tx, channelId: ChannelId, change: ChannelChange, now: Date): Promise<boolean>;
  remove(tx: Tx, channelId: ChannelId): Promise<void>;
  /** Of a team and all its projects. */
  briefs(tx: Tx, teamIds: readonly TeamId[]): Promise<ChannelBrief[]>;
  open(channelId: ChannelId): Promise<Result<ChannelAccess, SealRefusal> | null>;
  /** Nothing of it is tried before; null: at once. */
  noteFailure(
    tx: Tx,
    channelId: ChannelId,
    message: string,
    restsUntil: (failures: number) => Date,
  ): Promise<void>;
  noteSuccess(tx: Tx, channelId: ChannelId): Promise<void>;
};

export type RuleShelf = {
  list(workspace: Workspace, query: RuleQuery): Promise<PageResult<RuleView>>;
  show(workspace: Workspace, ruleId: RuleId): Promise<RuleView | null>;
  /** False: there is one of this name there. */
  insert(tx: Tx, by: By, ruleId: RuleId, request: RuleRequest, now: Date): Promise<boolean>;
  lock(tx: Tx, workspace: Workspace, ruleId: RuleId): Promise<(Workspace & { name: string }) | null>;
  change(tx: Tx, ruleId: RuleId, change: RuleChange, now: Date): Promise<boolean>;
  remove(tx: Tx, ruleId: RuleId): Promise<void>;
  /** Those that are on, of the teams and all their projects, the oldest first. */
  activeOf(tx: Tx, teamIds: readonly TeamId[]): Promise<(RuleView & { teamId: TeamId })[]>;
  /** Of these ids those that are no definitions of the place. */
  isDefinitionOf(tx: Tx, place: Workspace, definitionId: DefinitionId): Promise<boolean>;
};

export type RunReader = {
  runs(tx: Tx, executionIds: readonly ExecutionId[]): Promise<RunFacts[]>;
  /** Its outcome when it has one, for previews. */
  outcomeOf(tx: Tx, executionId: ExecutionId): Promise<Outcome | null>;
  /** Of the same definition, ended before it, the last first. Branches are read where it has one itself. */
  earlierRuns(tx: Tx, run: RunFacts, limit: number): Promise<EarlierRun[]>;
  failures(executionId: ExecutionId, limit: number): Promise<Omit<NoticeDetails, 'serverUrl'>>;
  teamName(tx: Tx, teamId: TeamId): Promise<string>;
  /** Whom an item for `team` reaches: those of the project where there is one, else of the team. */
  peopleOf(tx: Tx, place: Workspace): Promise<UserId[]>;
};

export type NewDelivery = Workspace & {
  deliveryId: DeliveryId;
  eventId: string;
  channelId: ChannelId;
  ruleId: RuleId | null;
  executionId: ExecutionId | null;
  events: readonly NotificationEvent[];
  title: string;
  notice: Notice;
  at: Date;
  nextAttemptAt: Date;
};

/** Where a message is at the receiver. */
export type Reference = Readonly<Record<string, string>>;

export type ClaimedDelivery = {
  deliveryId: DeliveryId;
  eventId: string;
  channelId: ChannelId;
  executionId: ExecutionId | null;
  notice: Notice;
  createdAt: Date;
  /** This one is the how manieth, from 1 on. */
  attempt: number;
  /** Of this delivery, where an attempt got as far. */
  own: Reference | null;
  /** Of what was told of the same execution through the same channel before. */
  earlier: Reference | null;
};

export type DeliveryEnd =
  | { status: 'delivered'; at: Date; response: DeliveryResponse | null; reference: Reference | null }
  | ({ status: 'failed'; nextAttemptAt: Date } & NotDelivered)
  | ({ status: 'dead' } & NotDelivered);
type NotDelivered = { message: string; response: DeliveryResponse | null; reference: Reference | null };

export type DeliveryQueue = {
  /** One that is there for the event and channel stays as it is. @returns how many were new */
  insert(tx: Tx, deliveries: readonly NewDelivery[]): Promise<number>;
  /** False: the same was told since then. What answers true has taken note of it. */
  noteRepeat(tx: Tx, key: string, now: Date, since: Date): Promise<boolean>;
  /**
   * Takes what is due, one of each channel, none of a channel that rests or has one under way, and nothing of
   * an execution before what was told of it earlier. Skips what others lock.
   */
  claim(now: Date, leaseSeconds: number, limit: number): Promise<ClaimedDelivery[]>;
  /** False: the lease ran out and another took it over; nothing was written. */
  end(tx: Tx, delivery: Pick<ClaimedDelivery, 'deliveryId' | 'attempt'>, end: DeliveryEnd): Promise<boolean>;
  /** So that a message found at the receiver after a crash is not sent again. */
  noteReference(deliveryId: DeliveryId, reference: Reference): Promise<void>;
  list(
    workspace: Workspace,
    query: Omit<DeliveryQuery, 'status'> & { statuses?: readonly DeliveryStatus[] },
  ): Promise<PageResult<DeliveryView>>;
  show(workspace: Workspace, deliveryId: DeliveryId): Promise<DeliveryView | null>;
  /** Dead ones, the oldest first. @returns their ids */
  replay(
    tx: Tx,
    workspace: Workspace,
    which: { deliveryId?: DeliveryId | undefined; channelId?: ChannelId | undefined },
    order: { now: Date; limit: number },
  ): Promise<DeliveryId[]>;
  /** Delivered ones and notes of repeats. @returns how many. */
  removeBefore(moment: Date, limit: number): Promise<number>;
};

type NewInboxItem = Workspace & {
  itemId: InboxItemId;
  userId: UserId;
  eventId: string;
  executionId: ExecutionId | null;
  events: readonly NotificationEvent[];
  title: string;
  link: string | null;
  at: Date;
};

export type InboxShelf = {
  insert(tx: Tx, items: readonly NewInboxItem[]): Promise<void>;
  list(userId: UserId, query: InboxQuery): Promise<PageResult<InboxItem>>;
  countUnread(userId: UserId): Promise<number>;
  /** Null: all of them. @returns how many were not read before. */
  markRead(userId: UserId, itemIds: readonly InboxItemId[] | null, now: Date): Promise<number>;
  removeBefore(moment: Date, limit: number): Promise<number>;
};

export type SendOrder = {
  deliveryId: string;
  eventId: string;
  access: ChannelAccess;
  notice: Notice;
  details: NoticeDetails;
  createdAt: Date;
  now: Date;
  /** From 1 on: a later one may have to find out whether an earlier arrived. */
  attempt: number;
  own: Reference | null;
  earlier: Reference | null;
  /** Keeps how far it got, before it goes on: what is kept is not done again. */
  note(reference: Reference): Promise<void>;
};

export type SendOutcome =
  | { sent: 'yes'; response: DeliveryResponse | null; reference: Reference | null }
  | {
      sent: 'no';
      again: 'later' | 'never';
      /** Whose fault: of a channel that fails nothing else is tried for a while. */
      blames: 'channel' | 'message';
      message: string;
      response: DeliveryResponse | null;
      retryAfterSeconds?: number;
      /** How far it got: of a mail, who has it. */
      reference?: Reference;
    };

/** One technology. An exception counts as a failure that may pass. */
export type Transport = { send(order: SendOrder): Promise<SendOutcome> };
export type Transports = Readonly<Record<ChannelKind, Transport>>;

export type NotificationPlace = { teamId: TeamId; projectId: ProjectId | null };
