/**
 * The groups with their units as bars on a common time: each group one lane, with as many lines as units ran
 * side by side in it. Pure: what is not finished ends now.
 */
import type { Recorded } from '../queries.ts';

export type UnitBar = {
  kind: 'unit';
  unitId: string;
  title: string;
  from: number;
  to: number;
  outcome: 'passed' | 'failed' | 'error' | 'skipped' | 'running' | 'returned';
  message: string | null;
  tests: number;
  failed: number;
};
export type PhaseBar = { kind: 'phase'; phase: string; detail: string | null; from: number; to: number };
export type Lane = {
  key: string;
  groupIndex: number;
  attempt: number;
  node: string | null;
  lost: string | null;
  phases: PhaseBar[];
  lines: UnitBar[][];
};
export type Gantt = { from: number; to: number; lanes: Lane[]; units: number };

type Draft = Lane & { running: Map<string, UnitBar>; bars: UnitBar[]; ended: number | null };

export function layoutGantt(events: readonly Recorded[], now: number, over: boolean): Gantt {
  const drafts = new Map<string, Draft>();
  const current = new Map<number, Draft>();
  let attempt = 0;
  const open = (groupIndex: number): Draft => {
    const known = current.get(groupIndex);
    if (known && known.attempt === attempt) return known;
    const draft = newDraft(groupIndex, attempt);
    drafts.set(draft.key, draft);
    current.set(groupIndex, draft);
    return draft;
  };
  for (const { at, event } of events) {
    if (event.type === 'status-changed') attempt = event.data.attempt;
    else if ('groupIndex' in event.data) take(open(event.data.groupIndex), event, Date.parse(at));
  }
  const last = events.at(-1);
  const end = over && last ? Date.parse(last.at) : now;
  const lanes = [...drafts.values()].map((draft) => finish(draft, end));
  const bars = lanes.flatMap(({ phases, lines }) => [...phases, ...lines.flat()]);
  const from = Math.min(...bars.map((bar) => bar.from));
  const to = Math.max(...bars.map((bar) => bar.to));
  const units = lanes.reduce((sum, { lines }) => sum + lines.reduce((all, line) => all + line.length, 0), 0);
  return bars.length === 0
    ? { from: end, to: end, lanes: [], units: 0 }
    : { from, to: Math.max(to, from + 1), lanes: lanes.toSorted(byAttemptAndGroup), units };
}

const byAttemptAndGroup = (a: Lane, b: Lane) => a.attempt - b.attempt || a.groupIndex - b.groupIndex;

const newDraft = (groupIndex: number, attempt: number): Draft => ({
  key: `${attempt}/${groupIndex}`,
  groupIndex,
  attempt,
  node: null,
  lost: null,
  phases: [],
  lines: [],
  running: new Map(),
  bars: [],
  ended: null,
});

function take(draft: Draft, event: Recorded['event'], at: number): void {
  switch (event.type) {
    case 'group-started':
      draft.node = event.data.nodeName;
      return;
    case 'phase-changed':
      closePhase(draft, at);
      draft.phases.push({
        kind: 'phase',
        phase: event.data.phase,
        detail: event.data.detail ?? null,
        from: at,
        to: Number.NaN,
      });
      return;
    case 'unit-started':
      startUnit(draft, event.data, at);
      return;
    case 'unit-finished':
      finishUnit(draft, event.data, at);
      return;
    case 'unit-returned':
      endUnit(draft, event.data.unitId, at, { outcome: 'returned' });
      return;
    case 'group-finished':
      draft.ended = at;
      return;
    case 'group-lost':
      draft.lost = event.data.why;
      draft.ended = at;
      return;
    default:
  }
}

function closePhase(draft: Draft, at: number): void {
  const phase = draft.phases.at(-1);
  if (phase && Number.isNaN(phase.to)) phase.to = at;
}

type Started = { unitId: string; title: string };

function startUnit(draft: Draft, { unitId, title }: Started, at: number): UnitBar {
  const again = draft.running.get(unitId);
  if (again) endUnit(draft, unitId, at, { outcome: 'returned' });
  const bar: UnitBar = {
    kind: 'unit',
    unitId,
    title,
    from: at,
    to: Number.NaN,
    outcome: 'running',
    message: null,
    tests: 0,
    failed: 0,
  };
  draft.running.set(unitId, bar);
  draft.bars.push(bar);
  return bar;
}

type Finished = Extract<Recorded['event'], { type: 'unit-finished' }>['data'];

/** Agents tell of short units when they are over: then the duration says when they began. */
function finishUnit(draft: Draft, data: Finished, at: number): void {
  const bar = draft.running.get(data.unitId) ?? startUnit(draft, data, at - data.durationMs);
  bar.from = Math.min(bar.from, at - data.durationMs);
  endUnit(draft, data.unitId, at, {
    outcome: data.outcome,
    message: data.message ?? null,
    tests: data.counts.total,
    failed: data.counts.failed,
  });
}

function endUnit(draft: Draft, unitId: string, at: number, end: Partial<UnitBar>): void {
  const bar = draft.running.get(unitId);
  if (!bar) return;
  Object.assign(bar, end, { to: Math.max(at, bar.from) });
  draft.running.delete(unitId);
}

function finish({ running, bars, ended, ...lane }: Draft, end: number): Lane {
  const to = ended ?? end;
  for (const bar of running.values()) Object.assign(bar, { to: Math.max(to, bar.from) });
  const phase = lane.phases.at(-1);
  if (phase && Number.isNaN(phase.to)) phase.to = Math.max(to, phase.from);
  return { ...lane, lines: packLines(bars) };
}

/** Agents gather what they tell for so long: by as much may two units in a row seem to overlap. */
const GATHERED_MS = 60;

/** As few lines as there are units at the same time. */
export function packLines(bars: readonly UnitBar[], toleranceMs = GATHERED_MS): UnitBar[][] {
  const lines: { bars: UnitBar[]; until: number }[] = [];
  for (const bar of bars.toSorted((a, b) => a.from - b.from)) {
    const line = lines.find(({ until }) => until <= bar.from + toleranceMs);
    if (line) {
      line.bars.push(bar);
      line.until = bar.to;
    } else lines.push({ bars: [bar], until: bar.to });
  }
  return lines.map((line) => line.bars);
}
