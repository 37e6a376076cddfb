/**
 * A subscriber of the event store: what happened becomes deliveries and inbox items, in the transaction that
 * moves the checkpoint, so that each is written once. Owns nothing else; sending is deliver.ts.
 */
import type {
  ChannelId,
  DeliveryId,
  ExecutionEvent,
  ExecutionId,
  InboxItemId,
  NotificationEvent,
  TeamId,
} from '@gauntlet/contract';
import type { StoredEvent } from '../event-store/index.ts';
import type { Clock } from '../kernel/clock.ts';
import { secondsAfter } from '../kernel/clock.ts';
import type { Ids } from '../kernel/ids.ts';
import type { Tx } from '../kernel/tx.ts';
import { channelNamed } from './channel-named.ts';
import {
  type Match,
  type MatchingRule,
  matchRules,
  type Occurrence,
  type RunOccurrence,
  usualMs,
} from './match-rules.ts';
import { NO_DETAILS, type Notice, type Outcome, type RunFacts } from './notice.ts';
import type {
  ChannelBrief,
  ChannelShelf,
  DeliveryQueue,
  InboxShelf,
  NewDelivery,
  NotificationPlace,
  RuleShelf,
  RunReader,
} from './ports.ts';
import { QUOTA_STREAM, type QuotaFact } from './quota-fact.ts';
import { noticeText } from './render/notice-text.ts';
import { type WatchQuotaDeps, watchQuotas } from './watch-quotas.ts';

export type QueueDeps = WatchQuotaDeps & {
  clock: Clock;
  ids: Ids;
  rules: Pick<RuleShelf, 'activeOf'>;
  channels: Pick<ChannelShelf, 'briefs'>;
  deliveries: Pick<DeliveryQueue, 'insert' | 'noteRepeat'>;
  inbox: Pick<InboxShelf, 'insert'>;
  runs: RunReader;
  sendWake(tx: Tx, wake: { topic: 'deliveries' }): Promise<void>;
};

const EXECUTION_STREAM = 'execution-';
/** Enough for a median of green runs among some that were not. */
export const EARLIER_RUNS = 40;

/** Whoever submitted something hears of it in the inbox, without a rule. */
const OWN_RUNS: MatchingRule = {
  ruleId: null,
  definitionId: null,
  projectId: null,
  events: ['failed', 'recovered'],
  conditions: {},
  quietHours: null,
  dedupeMinutes: 0,
  inbox: 'submitter',
  channelIds: [],
};

type Seen = { event: StoredEvent } & (
  | { kind: 'run'; executionId: ExecutionId; state: RunOccurrence['state']; outcome: Outcome | null }
  | { kind: 'quota'; teamId: TeamId; fact: QuotaFact }
);

export async function queueDeliveries(
  deps: QueueDeps,
  tx: Tx,
  events: readonly StoredEvent[],
): Promise<void> {
  const seen = events.map(seenIn).filter((each) => each !== null);
  if (seen.length === 0) return;
  const ids = seen.flatMap((each) => (each.kind === 'run' ? [each.executionId] : []));
  const runs = new Map((await deps.runs.runs(tx, [...new Set(ids)])).map((run) => [run.executionId, run]));
  const ofQuotas = seen.flatMap((each) => (each.kind === 'quota' ? [each.teamId] : []));
  const teamIds = [...new Set([...[...runs.values()].map(({ teamId }) => teamId), ...ofQuotas])];
  const book = {
    rules: await deps.rules.activeOf(tx, teamIds),
    channels: await deps.channels.briefs(tx, teamIds),
  };
  await watchQuotas(deps, tx, quotaTeams(seen, runs, book.rules));
  let queued = 0;
  for (const each of seen) {
    const happening = await happeningOf(deps, tx, each, runs);
    if (happening) queued += await tell(deps, tx, book, happening);
  }
  if (queued > 0) await deps.sendWake(tx, { topic: 'deliveries' });
}

/** Whose use has just grown, where somebody wants to hear of it. */
function quotaTeams(
  seen: readonly Seen[],
  runs: ReadonlyMap<ExecutionId, RunFacts>,
  rules: Book['rules'],
): TeamId[] {
  const asked = new Set(rules.filter(({ events }) => events.includes('quota')).map(({ teamId }) => teamId));
  const grown = seen.flatMap((each) =>
    each.kind === 'run' && each.state === 'queued' ? (runs.get(each.executionId)?.teamId ?? []) : [],
  );
  return [...new Set(grown)].filter((teamId) => asked.has(teamId));
}

function seenIn(event: StoredEvent): Seen | null {
  if (event.streamId.startsWith(QUOTA_STREAM)) {
    const teamId = event.streamId.slice(QUOTA_STREAM.length) as TeamId;
    return { event, kind: 'quota', teamId, fact: event.data as QuotaFact };
  }
  if (!event.streamId.startsWith(EXECUTION_STREAM)) return null;
  const executionId = event.streamId.slice(EXECUTION_STREAM.length) as ExecutionId;
  const fact = { type: event.type, data: event.data } as ExecutionEvent;
  if (fact.type === 'verdict-given') {
    const { verdict, reason = null, message = null, counts, durationMs } = fact.data;
    return {
      event,
      kind: 'run',
      executionId,
      state: 'ended',
      outcome: { verdict, reason, message, counts, durationMs },
    };
  }
  if (fact.type !== 'status-changed' || fact.data.attempt > 0) return null;
  const { from, to } = fact.data;
  if (to === 'queued' && from === 'validating')
    return { event, kind: 'run', executionId, state: 'queued', outcome: null };
  return to === 'running' ? { event, kind: 'run', executionId, state: 'running', outcome: null } : null;
}

export type Happening = {
  eventId: string;
  place: NotificationPlace;
  occurrence: Occurrence;
  /** Null: of a quota. */
  run: RunFacts | null;
  notice(events: readonly NotificationEvent[]): Notice;
};

async function happeningOf(
  deps: QueueDeps,
  tx: Tx,
  seen: Seen,
  runs: ReadonlyMap<ExecutionId, RunFacts>,
): Promise<Happening | null> {
  const { eventId, createdAt } = seen.event;
  if (seen.kind === 'run') {
    const run = runs.get(seen.executionId);
    if (!run) return null; // removed by retention meanwhile
    const earlier = seen.outcome === null ? [] : await deps.runs.earlierRuns(tx, run, EARLIER_RUNS);
    return { eventId, ...runHappening({ ...seen, about: 'execution', run, earlier }, createdAt) };
  }
  const { teamId, fact } = seen;
  const team = { teamId, name: await deps.runs.teamName(tx, teamId) };
  const { resource, what, percent, text } = fact;
  return {
    eventId,
    place: { teamId, projectId: fact.projectId },
    occurrence: { about: 'quota', what, resource, percent, projectId: fact.projectId },
    run: null,
    notice: (events) => ({
      about: 'quota',
      events,
      at: createdAt.toISOString(),
      team,
      resource,
      what,
      percent,
      text,
    }),
  };
}

export function runHappening(occurrence: RunOccurrence, at: Date): Omit<Happening, 'eventId'> {
  const { run, state, outcome, earlier } = occurrence;
  const { notifications: _asked, ...facts } = run;
  return {
    place: { teamId: run.teamId, projectId: run.projectId },
    occurrence,
    run,
    notice: (events) => ({
      about: 'execution',
      events,
      at: at.toISOString(),
      run: facts,
      state,
      outcome,
      usualMs: usualMs(earlier),
    }),
  };
}

type Book = { rules: readonly (MatchingRule & { teamId: TeamId })[]; channels: readonly ChannelBrief[] };

async function tell(deps: QueueDeps, tx: Tx, book: Book, happening: Happening): Promise<number> {
  const { occurrence, run, place } = happening;
  const now = deps.clock.now();
  const ofTeam = book.rules.filter(({ teamId }) => teamId === place.teamId);
  const rules = [
    ...ofTeam,
    ...(run ? rulesOfDefinition(run, book.channels) : []),
    ...(run ? [OWN_RUNS] : []),
  ];
  const matches = await withoutRepeats(deps, tx, matchRules(rules, occurrence, now), now);
  if (matches.length === 0) return 0;
  await tellInboxes(deps, tx, matches, happening, now);
  return deps.deliveries.insert(tx, deliveriesOf(deps, matches, happening, book.channels, now));
}

/** A name is looked for in the project first, as secrets are. */
function rulesOfDefinition(run: RunFacts, channels: readonly ChannelBrief[]): MatchingRule[] {
  return run.notifications.map(({ events, channels: names, branches }) => ({
    ...OWN_RUNS,
    inbox: 'nobody',
    events,
    conditions: branches ? { branches } : {},
    channelIds: names
      .map((name) => channelNamed(channels, run, name)?.channelId)
      .filter((channelId) => channelId !== undefined),
  }));
}

async function withoutRepeats(
  deps: QueueDeps,
  tx: Tx,
  matches: readonly Match[],
  now: Date,
): Promise<Match[]> {
  const kept: Match[] = [];
  for (const match of matches) {
    const { dedupeMinutes } = match.rule;
    const since = secondsAfter(now, -dedupeMinutes * 60);
    if (dedupeMinutes === 0 || (await deps.deliveries.noteRepeat(tx, match.repeatKey, now, since)))
      kept.push(match);
  }
  return kept;
}

/** However many rules lead to a channel, it is told once, of all that they ask for, as early as any says. */
function deliveriesOf(
  deps: QueueDeps,
  matches: readonly Match[],
  { eventId, place, run, notice }: Happening,
  channels: readonly ChannelBrief[],
  now: Date,
): NewDelivery[] {
  const receivers = new Map<ChannelId, Match[]>();
  for (const match of matches)
    for (const channelId of match.rule.channelIds)
      receivers.set(channelId, [...(receivers.get(channelId) ?? []), match]);
  return [...receivers].flatMap(([channelId, asked]) => {
    const channel = channels.find((each) => each.channelId === channelId);
    if (!channel || !canTell(channel, run)) return [];
    const events = eventsOf(asked);
    const told = notice(events);
    const { title } = noticeText(told, { ...NO_DETAILS, serverUrl: '' });
    const earliest = Math.min(...asked.map(({ heldUntil }) => (heldUntil ?? now).getTime()));
    return [
      {
        ...place,
        deliveryId: deps.ids.next<DeliveryId>(),
        eventId,
        channelId,
        ruleId: asked[0]?.rule.ruleId ?? null,
        executionId: run?.executionId ?? null,
        events,
        title,
        notice: told,
        at: now,
        nextAttemptAt: new Date(earliest),
      },
    ];
  });
}

/** GitHub knows commits alone. */
export const canTell = (
  { kind, state }: Pick<ChannelBrief, 'kind' | 'state'>,
  run: RunFacts | null,
): boolean => state === 'on' && (kind !== 'github' || (run !== null && run.commit !== null));

async function tellInboxes(
  deps: QueueDeps,
  tx: Tx,
  matches: readonly Match[],
  { eventId, place, run, notice }: Happening,
  now: Date,
): Promise<void> {
  const asked = matches.filter(({ rule }) => rule.inbox !== 'nobody');
  if (asked.length === 0) return;
  const isForTeam = asked.some(({ rule }) => rule.inbox === 'team');
  const team = isForTeam ? await deps.runs.peopleOf(tx, place) : [];
  const people = new Set([...team, ...(run ? [run.submittedBy.userId] : [])]);
  const events = eventsOf(asked);
  const { title } = noticeText(notice(events), { ...NO_DETAILS, serverUrl: '' });
  const link = run ? `/executions/${run.executionId}` : null;
  const item = { ...place, eventId, executionId: run?.executionId ?? null, events, title, link, at: now };
  const items = [...people].map((userId) => ({ ...item, itemId: deps.ids.next<InboxItemId>(), userId }));
  await deps.inbox.insert(tx, items);
}

const eventsOf = (matches: readonly Match[]): NotificationEvent[] => [
  ...new Set(matches.flatMap(({ events }) => events)),
];
