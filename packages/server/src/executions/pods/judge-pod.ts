/**
 * What is to be done about one group whose pod is in a cluster, from what is written down of it and what was seen.
 * Pure. The cluster says how a pod stands; the agent's own word, where it comes, always goes first: so a pod that has
 * come to its end is given a moment, in which the last report may still arrive.
 */
import type { WaitingFor } from '@gauntlet/contract';
import type { Execution, Group } from '../execution.ts';
import type { SeenPod } from './ports.ts';
import type { PodEnd } from './standing.ts';

export type PodAction =
  | { do: 'nothing' }
  /** Its end has been ordered by what is written down; the pod gets its grace for it. */
  | { do: 'end'; why: PodEnd }
  /** It is over with: whatever is left of it goes at once, and nobody takes its place. */
  | { do: 'close'; why: PodEnd }
  /** The pod has come to an end that nobody ordered: what that means is its class's matter. */
  | { do: 'settle'; end: PodEnd }
  /** It is not seen any more, which a watch may be to blame for: settled where the cluster itself has nothing of it. */
  | { do: 'make-sure'; end: PodEnd }
  /** It has waited long enough to start, and others may have started. */
  | { do: 'give-up'; end: PodEnd };

export type PodLimits = { heartbeatSeconds: number; graceSeconds: number };

/** For how long something is so, as far as this server has seen. */
type HowLong = (what: 'missing' | 'unmade' | 'ended' | 'ending' | 'running' | 'unwanted') => number;

export type PodFacts = {
  group: Group;
  /** Null: it is gone. */
  execution: Execution | null;
  /** Null: nothing is there of it. `unseen`: nobody knows, as the cluster does not say. */
  pod: SeenPod | null | 'unseen';
  /** Nobody was heard before. */
  silentSince: (from: Date) => number;
  seconds: HowLong;
  /** Since it waits for what it waits for now. */
  waitedSeconds: number;
  limits: PodLimits;
};

const MISSED_HEARTBEATS = 3;
/** Of a list that is a little behind, or a Job that is being made anew. */
const MISSING_SECONDS = 30;
/** A heartbeat that is a little late. */
const LATE_SECONDS = 15;
/** A last report is small, and sent at once. */
const LAST_WORD_SECONDS = 10;
const FIRST_WORD_SECONDS = 120;
/** What a pod has besides the grace that its agent was given: Kubernetes' own, and some for the way. */
const POD_GRACE_SECONDS = 45;
const ENDING_SECONDS = 180;

/** Room and quotas: as long as in the queue. The rest comes soon or not at all. */
const PATIENCE_SECONDS: Readonly<Record<WaitingFor, number | 'as-in-the-queue'>> = {
  release: 300,
  creation: 300,
  quota: 'as-in-the-queue',
  nodes: 'as-in-the-queue',
  image: 900,
  start: 600,
};

export function judgePod(facts: PodFacts): PodAction {
  const unwanted = whyUnwanted(facts);
  if (unwanted) return judgeUnwanted(facts, unwanted);
  const unmade = whyUnmade(facts);
  if (unmade) return judgeUnmade(facts, unmade);
  const { pod } = facts;
  if (pod === null) return judgeMissing(facts);
  // Agents that are heard go on; those that are not have nobody else to be asked about.
  if (pod === 'unseen') return judgeSilence(facts);
  switch (pod.standing.phase) {
    case 'waiting':
      return judgeWaiting(facts, pod.standing);
    case 'stuck':
      return { do: 'settle', end: pod.standing.end };
    case 'ended':
      return judgeEnded(facts, pod.standing.end);
    case 'ending':
      return judgeEnding(facts, pod.standing.end);
    case 'running':
      return judgeRunning(facts);
  }
}

const ACTIVE: readonly string[] = ['scheduled', 'initializing', 'running', 'completing'];
const ENDED_BY_US = 'ended-by-us';

function whyUnwanted({ group, execution, pod }: PodFacts): PodEnd | null {
  if (execution === null || execution.attempt !== group.attempt || !ACTIVE.includes(execution.status))
    return { class: 'cancelled', reason: ENDED_BY_US, message: 'Its execution is over.' };
  if (execution.endingReason === 'timeout')
    return { class: 'timeout', reason: ENDED_BY_US, message: 'The run limit has passed.' };
  if (execution.endingReason !== null)
    return {
      class: 'cancelled',
      reason: ENDED_BY_US,
      message: `Its execution is ended: ${execution.endingReason}.`,
    };
  if (execution.status === 'completing' && !hasBegun(group, pod))
    return { class: 'cancelled', reason: ENDED_BY_US, message: 'Nothing is left for it to run.' };
  return null;
}

const hasBegun = ({ status }: Group, pod: PodFacts['pod']) =>
  status === 'running' || (pod !== null && pod !== 'unseen' && pod.standing.phase === 'running');

/** Its agent hears of it by its heartbeat or its next word, and ends in order; then its pod is told. */
function judgeUnwanted({ group, pod, seconds, limits }: PodFacts, why: PodEnd): PodAction {
  if (pod === null) return { do: 'close', why };
  const phase = pod === 'unseen' ? pod : pod.standing.phase;
  if (phase === 'waiting' || phase === 'stuck') return { do: 'close', why };
  if (phase === 'ended')
    return group.status === 'starting' || seconds('ended') >= LAST_WORD_SECONDS
      ? { do: 'close', why }
      : { do: 'nothing' };
  const asked = seconds('unwanted');
  if (asked >= limits.graceSeconds + POD_GRACE_SECONDS) return { do: 'close', why };
  return phase === 'running' && asked >= limits.graceSeconds ? { do: 'end', why } : { do: 'nothing' };
}

type Unmade = NonNullable<Group['waiting']>;

/**
 * What keeps it from having a Job that is released, as it was written down when it was ordered. Null: it has one, or
 * nothing was.
 */
function whyUnmade({ group: { jobName, waiting, lastHeartbeatAt }, pod }: PodFacts): Unmade | null {
  if (jobName !== null) return null;
  const hasNone =
    pod === null || pod === 'unseen'
      ? lastHeartbeatAt === null
      : pod.standing.phase === 'waiting' && pod.standing.for === 'release';
  return hasNone ? waiting : null;
}

/** A cluster that is away is waited for as in its queue. When it is back, the order is given again before that counts. */
function judgeUnmade(
  { execution, pod, seconds, waitedSeconds }: PodFacts,
  { for: what, message }: Unmade,
): PodAction {
  const asInTheQueue = pod === 'unseen' || what === 'quota';
  const most = patienceWith(asInTheQueue ? 'quota' : what, execution);
  const waited = asInTheQueue ? waitedSeconds : Math.min(waitedSeconds, seconds('unmade'));
  if (waited < most) return { do: 'nothing' };
  const reason = what === 'quota' ? 'capacity' : 'not-started';
  return { do: 'give-up', end: lost(reason, `It waited ${most} s to start. ${message}`) };
}

function judgeMissing(facts: PodFacts): PodAction {
  const { group, seconds } = facts;
  if (group.jobName !== null && seconds('missing') >= MISSING_SECONDS && !isHeard(facts))
    return {
      do: 'make-sure',
      end: lost('job-deleted', `Its Job ${group.jobName} is not in the cluster any more.`),
    };
  return judgeSilence(facts);
}

/** Whoever is heard is there, whatever a watch shows that nothing comes through any more. */
const isHeard = ({ group, silentSince, limits }: PodFacts): boolean =>
  group.lastHeartbeatAt !== null &&
  silentSince(group.lastHeartbeatAt) <= limits.heartbeatSeconds + LATE_SECONDS;

function patienceWith(what: WaitingFor, execution: Execution | null): number {
  const patience = PATIENCE_SECONDS[what];
  return patience === 'as-in-the-queue' ? (execution?.definition.timeouts.queueSeconds ?? 0) : patience;
}

type Waiting = Extract<SeenPod['standing'], { phase: 'waiting' }>;

function judgeWaiting({ execution, waitedSeconds }: PodFacts, standing: Waiting): PodAction {
  const most = patienceWith(standing.for, execution);
  if (waitedSeconds < most) return { do: 'nothing' };
  const message = `It waited ${most} s to start. ${standing.otherwise.message}`;
  return { do: 'give-up', end: { ...standing.otherwise, message } };
}

function judgeEnded({ group, seconds }: PodFacts, end: PodEnd): PodAction {
  const neverSpoke = group.status === 'starting' && end.class === 'user-error';
  const settled = end.class === 'infrastructure' || neverSpoke || seconds('ended') >= LAST_WORD_SECONDS;
  return settled ? { do: 'settle', end } : { do: 'nothing' };
}

/** What is being ended on a node that is gone may never be seen to end. */
function judgeEnding(facts: PodFacts, end: PodEnd): PodAction {
  if (facts.seconds('ending') >= ENDING_SECONDS) return { do: 'settle', end };
  const silent = judgeSilence(facts);
  return silent.do === 'settle' ? { do: 'settle', end } : silent;
}

function judgeRunning(facts: PodFacts): PodAction {
  if (facts.group.lastHeartbeatAt === null && facts.seconds('running') >= FIRST_WORD_SECONDS)
    return settle('agent-failed', `Its pod runs, and its agent said nothing for ${FIRST_WORD_SECONDS} s.`);
  return judgeSilence(facts);
}

/** As long as a pod has not started there is nobody to be heard. */
function judgeSilence({ group, silentSince, limits }: PodFacts): PodAction {
  const most = MISSED_HEARTBEATS * limits.heartbeatSeconds;
  if (group.lastHeartbeatAt === null || silentSince(group.lastHeartbeatAt) <= most) return { do: 'nothing' };
  return settle('agent-failed', `There was no heartbeat for ${most} s.`);
}

const lost = (reason: PodEnd['reason'], message: string): PodEnd => ({
  class: 'infrastructure',
  reason,
  message,
});

const settle = (reason: PodEnd['reason'], message: string): PodAction => ({
  do: 'settle',
  end: lost(reason, message),
});
