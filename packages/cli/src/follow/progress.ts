/** What is known of a running execution, built up from its events alone; pure. */
import type { AgentPhase, Counts, ExecutionEvent, ExecutionStatus } from '@gauntlet/contract';

type DataOf<Type extends ExecutionEvent['type']> = Extract<ExecutionEvent, { type: Type }>['data'];

type RunningUnit = { unitId: string; title: string; startedAt: number };
export type GroupProgress = {
  index: number;
  state: 'preparing' | 'working' | 'finished' | 'lost';
  phase: AgentPhase | null;
  detail: string | null;
  running: readonly RunningUnit[];
  unitsDone: number;
};
export type Progress = {
  status: ExecutionStatus;
  attempt: number;
  plan: DataOf<'plan-made'> | null;
  groups: ReadonlyMap<number, GroupProgress>;
  /** Of this attempt. */
  unitsDone: number;
  counts: Counts;
  /** Sum of the finished units' durations in this attempt, ms. */
  workDoneMs: number;
  /** Time of the first event by the server's clock, ms since the epoch; null before it. */
  startedAt: number | null;
  cancelling: boolean;
  verdict: DataOf<'verdict-given'> | null;
  report: 'none-yet' | 'stored';
  /** The last event's number: where to go on listening. */
  lastNumber: number;
};

const NO_COUNTS: Counts = { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 };

export const startOfProgress = (): Progress => ({
  status: 'submitted',
  attempt: 0,
  plan: null,
  groups: new Map(),
  unitsDone: 0,
  counts: NO_COUNTS,
  workDoneMs: 0,
  startedAt: null,
  cancelling: false,
  verdict: null,
  report: 'none-yet',
  lastNumber: 0,
});

const addCounts = (a: Counts, b: Counts): Counts => ({
  total: a.total + b.total,
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
  flaky: a.flaky + b.flaky,
});

const newGroup = (index: number): GroupProgress => ({
  index,
  state: 'preparing',
  phase: null,
  detail: null,
  running: [],
  unitsDone: 0,
});

function changeGroup(
  progress: Progress,
  index: number,
  change: (group: GroupProgress) => Partial<GroupProgress>,
): Progress {
  const group = progress.groups.get(index) ?? newGroup(index);
  const groups = new Map(progress.groups).set(index, { ...group, ...change(group) });
  return { ...progress, groups };
}

const without = (running: readonly RunningUnit[], unitId: string) =>
  running.filter((unit) => unit.unitId !== unitId);

/** Another attempt counts its units anew. */
function startAttempt(progress: Progress, attempt: number): Progress {
  if (attempt <= progress.attempt) return progress;
  return { ...progress, attempt, groups: new Map(), unitsDone: 0, counts: NO_COUNTS, workDoneMs: 0 };
}

function finishUnit(progress: Progress, data: DataOf<'unit-finished'>): Progress {
  const counted = {
    ...progress,
    unitsDone: progress.unitsDone + 1,
    counts: addCounts(progress.counts, data.counts),
    workDoneMs: progress.workDoneMs + data.durationMs,
  };
  return changeGroup(counted, data.groupIndex, (group) => ({
    running: without(group.running, data.unitId),
    unitsDone: group.unitsDone + 1,
  }));
}

function apply(progress: Progress, event: ExecutionEvent, at: number): Progress {
  switch (event.type) {
    case 'status-changed':
      return { ...startAttempt(progress, event.data.attempt), status: event.data.to };
    case 'plan-made':
      return { ...startAttempt(progress, event.data.attempt), plan: event.data };
    case 'phase-changed':
      return changeGroup(progress, event.data.groupIndex, () => ({
        state: event.data.phase === 'running' ? 'working' : 'preparing',
        phase: event.data.phase,
        detail: event.data.detail ?? null,
      }));
    case 'group-started':
      return changeGroup(startAttempt(progress, event.data.attempt), event.data.groupIndex, () => ({}));
    case 'group-waiting':
      return changeGroup(startAttempt(progress, event.data.attempt), event.data.groupIndex, () => ({
        detail: event.data.message,
      }));
    case 'group-warned':
      return progress; // told once, above the live lines
    case 'group-finished':
      return changeGroup(progress, event.data.groupIndex, () => ({ state: 'finished', running: [] }));
    case 'group-lost':
      return changeGroup(progress, event.data.groupIndex, () => ({ state: 'lost', running: [] }));
    case 'unit-started': {
      const { unitId, title, groupIndex } = event.data;
      return changeGroup(progress, groupIndex, (group) => ({
        state: 'working',
        running: [...without(group.running, unitId), { unitId, title, startedAt: at }],
      }));
    }
    case 'unit-finished':
      return finishUnit(progress, event.data);
    case 'unit-returned':
      return changeGroup(progress, event.data.groupIndex, (group) => ({
        running: without(group.running, event.data.unitId),
      }));
    case 'results-recorded':
      return progress; // the unit's own end tells what it came to
    case 'cancel-requested':
      return { ...progress, cancelling: true };
    case 'verdict-given':
      return { ...progress, verdict: event.data };
    case 'failures-grouped':
      return progress; // told by `gauntlet failures`
    case 'report-stored':
      return { ...progress, report: 'stored' };
  }
}

/** @param at time of the event by the server's clock, ms since the epoch */
export function applyEvent(
  progress: Progress,
  received: { event: ExecutionEvent | null; number: number; at: number },
): Progress {
  const seen = { ...progress, startedAt: progress.startedAt ?? received.at, lastNumber: received.number };
  return received.event === null ? seen : apply(seen, received.event, received.at);
}

/** Nothing that matters to a reader comes after this: the report is written in cleanup, right before Archived. */
export const isOver = (progress: Progress): boolean =>
  progress.status === 'archived' || progress.status === 'rejected' || progress.report === 'stored';

/**
 * Time left by history, in ms: the estimated work not yet done, shared by the groups that still work.
 * null without history, or when the run takes longer than history said: then nobody knows.
 */
export function timeLeftMs(progress: Progress, now: number): number | null {
  const estimatedMs = progress.plan?.estimatedMs ?? null;
  if (estimatedMs === null || progress.status !== 'running') return null;
  const groups = [...progress.groups.values()].filter((group) => group.state === 'working');
  const underWay = groups.flatMap((group) => group.running.map((unit) => Math.max(0, now - unit.startedAt)));
  const left = estimatedMs - progress.workDoneMs - underWay.reduce((sum, ms) => sum + ms, 0);
  return left <= 0 ? null : left / Math.max(1, groups.length);
}
