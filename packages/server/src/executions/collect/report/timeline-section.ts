/** Which group ran which unit when: one lane a group, one bar a unit. Built without any script. */
import type { Tone } from './describe-verdict.ts';
import { describeReason } from './describe-verdict.ts';
import { html, type Markup } from './html.ts';
import { shorten } from './plain-text.ts';
import { formatDuration } from './quantities.ts';
import type { ReportGroup, ReportUnit } from './report-source.ts';
import { percent } from './small-parts.ts';

export type Lane = { label: string; group: ReportGroup | null; bars: Bar[] };
type Bar = { unit: ReportUnit; start: number; end: number };
export type Timeline = { start: number; end: number; lanes: Lane[]; leftOut: number };

const TONES: Record<NonNullable<ReportUnit['outcome']>, Tone> = {
  passed: 'pass',
  failed: 'fail',
  error: 'warn',
  skipped: 'quiet',
};

/** `null` when no unit has a start and a duration. The longest units are kept. */
export function planTimeline(
  units: Iterable<ReportUnit>,
  groups: readonly ReportGroup[],
  most: number,
): Timeline | null {
  const all = [...units].flatMap(toBar);
  if (all.length === 0) return null;
  const bars = all.toSorted((a, b) => b.end - b.start - (a.end - a.start)).slice(0, most);
  const manyAttempts = all.some(({ unit }) => unit.attempt > 0);
  const spans = [...all, ...groups.flatMap(toSpan)];
  return {
    start: spans.reduce((least, span) => Math.min(least, span.start), Number.POSITIVE_INFINITY),
    end: spans.reduce((most, span) => Math.max(most, span.end), Number.NEGATIVE_INFINITY),
    lanes: layLanes(bars, groups, manyAttempts),
    leftOut: all.length - bars.length,
  };
}

function toBar(unit: ReportUnit): Bar[] {
  const start = unit.startedAt === null ? Number.NaN : Date.parse(unit.startedAt);
  const duration = unit.durationMs ?? Number.NaN;
  return Number.isFinite(start + duration) ? [{ unit, start, end: start + Math.max(0, duration) }] : [];
}

function toSpan({ startedAt, finishedAt }: ReportGroup): { start: number; end: number }[] {
  const start = startedAt === null ? Number.NaN : Date.parse(startedAt);
  const end = finishedAt === null ? start : Date.parse(finishedAt);
  return Number.isFinite(start + end) ? [{ start, end }] : [];
}

function layLanes(bars: readonly Bar[], groups: readonly ReportGroup[], manyAttempts: boolean): Lane[] {
  const keyOf = (attempt: number, index: number | null) => attempt * 1_000_000 + (index ?? 999_999);
  const lanes = new Map<number, Lane>();
  const nameOf = (attempt: number, index: number | null) =>
    `${manyAttempts ? `attempt ${attempt + 1}, ` : ''}${index === null ? 'no group' : `group ${index}`}`;
  for (const group of groups)
    lanes.set(keyOf(group.attempt, group.index), {
      label: nameOf(group.attempt, group.index),
      group,
      bars: [],
    });
  for (const bar of bars) {
    const key = keyOf(bar.unit.attempt, bar.unit.groupIndex);
    const lane = lanes.get(key) ?? {
      label: nameOf(bar.unit.attempt, bar.unit.groupIndex),
      group: null,
      bars: [],
    };
    lane.bars.push(bar);
    lanes.set(key, lane);
  }
  return [...lanes].toSorted(([a], [b]) => a - b).map(([, lane]) => lane);
}

export function renderLane(lane: Lane, { start, end }: Timeline): Markup {
  const whole = Math.max(1, end - start);
  const place = (span: { start: number; end: number }) => ({
    x: percent(span.start - start, whole),
    width: percent(Math.max(span.end - span.start, whole / 600), whole),
  });
  const track = lane.group && toSpan(lane.group)[0];
  const lost = lane.group?.status === 'lost';
  const bars = lane.bars
    .toSorted((a, b) => a.start - b.start)
    .map((bar) => {
      const { x, width } = place(bar);
      return html`<rect class="unit ${toneOf(bar.unit)}" x="${x}" y="3" width="${width}" height="14" rx="2"><title>${describeBar(bar)}</title></rect>`;
    });
  return html`<li><span class="lane" title="${lane.group?.nodeName ? shorten(lane.group.nodeName, 200) : lane.label}">${lane.label}${
    lost && html` <span class="chip warn">lost</span>`
  }</span><svg role="img" aria-label="${lane.label}: ${lane.bars.length} units">${
    track &&
    html`<rect class="track" x="${place(track).x}" y="8" width="${place(track).width}" height="4" rx="2"/>`
  }${bars}</svg></li>`;
}

const toneOf = ({ outcome }: ReportUnit): Tone => (outcome === null ? 'quiet' : TONES[outcome]);

const describeBar = ({ unit, start, end }: Bar) =>
  `${shorten(unit.title, 200)} · ${formatDuration(end - start)} · ${unit.outcome ?? 'never reported'}${unit.reason ? ` (${describeReason(unit.reason)})` : ''}`;

const NICE = [
  1, 2, 5, 10, 20, 50, 100, 200, 500, 1e3, 2e3, 5e3, 1e4, 15e3, 3e4, 6e4, 12e4, 3e5, 6e5, 9e5, 18e5, 36e5,
  72e5,
];

/** Marks at round times, four to eight of them. */
export function renderAxis({ start, end }: Timeline): Markup {
  const whole = Math.max(1, end - start);
  const step = NICE.find((candidate) => whole / candidate <= 6) ?? whole / 4;
  const marks = Array.from({ length: Math.floor((whole * 0.97) / step) + 1 }, (_, index) => index * step);
  return html`<li class="axis" aria-hidden="true"><span class="lane"></span><svg>${marks.map(
    (mark) => html`<text x="${percent(mark, whole)}" y="12">${mark === 0 ? '0' : formatMark(mark)}</text>`,
  )}</svg></li>`;
}

function formatMark(milliseconds: number): string {
  if (milliseconds < 1000) return `${milliseconds} ms`;
  if (milliseconds < 60_000) return `${milliseconds / 1000} s`;
  const minutes = milliseconds / 60_000;
  return minutes < 60 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}
