/** Reads what a trace of Playwright tells; there is an end to how much of it is taken. */
import { type Draft, inTheirTree } from './step-tree.ts';
import { MOST, type Trace, type TraceFrame, type TraceLine, type TraceRequest } from './trace.ts';
import { type Before, Begin, jsonLines, Said } from './trace-lines.ts';

type Reading = {
  browser: string;
  playwright: string;
  steps: Map<string, Draft>;
  /** What the library calls by an id of its own: the step of the runner that it belongs to. */
  belongs: Map<string, string>;
  frames: TraceFrame[];
  lines: TraceLine[];
  requests: TraceRequest[];
  cut: boolean;
};

/** @param files the texts of the archive's files that end in .trace and .network, by name */
export function readTrace(files: ReadonlyMap<string, string>): Trace | null {
  const reading: Reading = {
    ...{ browser: '', playwright: '', cut: false },
    ...{ steps: new Map(), belongs: new Map(), frames: [], lines: [], requests: [] },
  };
  // The runner's own file first: what the library tells of the same steps is added to them.
  const traces = [...files.keys()].filter((name) => name.endsWith('.trace')).toSorted(runnerFirst);
  let began = false;
  for (const name of traces) {
    const clock = readFile(reading, files.get(name) ?? '', null);
    if (clock === null) continue;
    began = true;
    const network = files.get(name.replace(/\.trace$/, '.network'));
    if (network !== undefined) readFile(reading, network, clock);
  }
  return began ? finish(reading) : null;
}

const runnerFirst = (a: string, b: string) =>
  Number(b.startsWith('test.')) - Number(a.startsWith('test.')) || a.localeCompare(b);

/** Between the clock of the process and the time of day. */
type FileClock = { offsetMs: number; ofRunner: boolean };

function readFile(reading: Reading, text: string, known: FileClock | null): FileClock | null {
  let clock = known;
  for (const value of jsonLines(text)) {
    const begin = clock === null ? Begin.safeParse(value) : null;
    if (begin?.success) {
      const { wallTime, monotonicTime, origin, browserName, playwrightVersion } = begin.data;
      clock = { offsetMs: wallTime - monotonicTime, ofRunner: origin === 'testRunner' };
      reading.browser ||= browserName ?? '';
      reading.playwright ||= playwrightVersion ?? '';
      continue;
    }
    const said = Said.safeParse(value);
    if (clock !== null && said.success) take(reading, said.data, clock);
  }
  return clock;
}

function take(reading: Reading, said: Said, clock: FileClock): void {
  const at = (time: number) => time + clock.offsetMs;
  switch (said.type) {
    case 'before':
      begin(reading, said, { startMs: at(said.startTime), ofRunner: clock.ofRunner });
      break;
    case 'after':
    case 'log':
    case 'input': {
      const step = reading.steps.get(reading.belongs.get(said.callId) ?? said.callId);
      if (step) takeOfStep(reading, step, said, clock);
      break;
    }
    default:
      takeOfPage(reading, said, at);
  }
}

type OfStep = Extract<Said, { type: 'after' | 'log' | 'input' }>;
type OfPage = Exclude<Said, OfStep | Before>;

function takeOfStep(reading: Reading, step: Draft, said: OfStep, { offsetMs, ofRunner }: FileClock): void {
  if (said.type === 'log') keep(reading, step.log, MOST.log, said.message);
  else if (said.type === 'input') step.point = said.point ?? null;
  else {
    if (step.ofRunner === ofRunner) step.endMs = said.endTime + offsetMs;
    step.error ??= said.error?.message ?? said.error?.error?.message ?? null;
  }
}

function takeOfPage(reading: Reading, said: OfPage, at: (time: number) => number): void {
  const { frames, lines, requests } = reading;
  switch (said.type) {
    case 'screencast-frame': {
      const file = said.file ?? (said.sha1 === undefined ? undefined : `resources/${said.sha1}`);
      if (file !== undefined) keep(reading, frames, MOST.frames, { atMs: at(said.timestamp), file });
      break;
    }
    case 'resource-snapshot': {
      const { request, response, time: tookMs, _monotonicTime: time } = said.snapshot;
      const { method, url } = request;
      keep(reading, requests, MOST.requests, {
        atMs: at(time),
        method,
        url,
        status: response.status,
        tookMs,
      });
      break;
    }
    default:
      keep(reading, lines, MOST.lines, lineOf(said, at));
  }
}

type Line = Exclude<OfPage, { type: 'screencast-frame' | 'resource-snapshot' }>;

function lineOf(said: Line, at: (time: number) => number): TraceLine {
  if (said.type === 'console')
    return { atMs: at(said.time), level: said.messageType ?? 'log', text: said.text };
  if (said.type === 'event')
    return { atMs: at(said.time), level: 'page error', text: said.params.error.error.message };
  return { atMs: at(said.timestamp), level: said.type, text: said.text ?? '' };
}

function keep<Kept>(reading: Reading, list: Kept[], most: number, kept: Kept): void {
  if (list.length < most) list.push(kept);
  else reading.cut = true;
}

function begin(
  reading: Reading,
  said: Before,
  { startMs, ofRunner }: { startMs: number; ofRunner: boolean },
): void {
  const id = said.stepId ?? said.callId;
  // Newer versions give both the same id, older ones name the step.
  if (!ofRunner && reading.steps.get(id)?.ofRunner) {
    reading.belongs.set(said.callId, id);
    return;
  }
  if (reading.steps.size >= MOST.steps) {
    reading.cut = true;
    return;
  }
  reading.steps.set(said.callId, {
    id: said.callId,
    title: titleOf(said),
    around: said.method === 'hook' || said.method === 'fixture',
    ...{ depth: 0, startMs, endMs: null, error: null, log: [], point: null },
    parent: said.parentId ?? null,
    ofRunner,
  });
}

function titleOf({ title, subtitle, apiName, class: owner, method, params }: Before): string {
  const about = subtitle ?? params?.selector ?? params?.url;
  const name = title ?? apiName ?? [owner, method].filter(Boolean).join('.');
  return about === undefined || name.includes(about) ? name : `${name} ${about}`;
}

function finish({ steps, frames, lines, requests, ...rest }: Reading): Trace {
  const byTime = <Timed extends { atMs: number }>(list: Timed[]) => list.toSorted((a, b) => a.atMs - b.atMs);
  const drafts = [...steps.values()];
  const known = drafts.some(({ ofRunner }) => ofRunner) ? drafts.filter(({ ofRunner }) => ofRunner) : drafts;
  const times = [...known.map(({ startMs }) => startMs), ...frames.map(({ atMs }) => atMs)];
  const ends = [...known.map(({ endMs, startMs }) => endMs ?? startMs), ...frames.map(({ atMs }) => atMs)];
  const start = times.reduce((least, time) => Math.min(least, time), Number.POSITIVE_INFINITY);
  const from = Number.isFinite(start) ? start : 0;
  const since = <Timed extends { atMs: number }>(list: Timed[]) =>
    byTime(list).map((each) => ({ ...each, atMs: Math.max(0, each.atMs - from) }));
  return {
    ...rest,
    lengthMs: ends.reduce((most, time) => Math.max(most, time - from), 0),
    steps: inTheirTree(known, from),
    frames: since(frames),
    lines: since(lines),
    requests: since(requests),
  };
}
