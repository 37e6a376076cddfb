/** The groups on a common time. Drawn is what is in sight, and what is too narrow to be seen is joined. */
import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { Button } from '../../../kit/button.tsx';
import { useShortcuts } from '../../../kit/keys.ts';
import { FILL, type Tone } from '../../../kit/outcome.tsx';
import { formatDuration, plural } from '../../../kit/quantities.ts';
import { useExecutionSearch } from '../use-search.ts';
import { axisSteps, type Drawn } from './cluster-bars.ts';
import type { Gantt as Layout, UnitBar } from './gantt-layout.ts';
import { LABEL_PX, LaneRow, type Scale } from './lane.tsx';

const MOST_ZOOM = 256;
const MARK_PX = 90;
const KEYS = [{ keys: '← →', what: 'from bar to bar of the timeline' }];

export function Gantt({ gantt, live }: { gantt: Layout; live: boolean }) {
  const [zoom, setZoom] = useState(1);
  const [told, setTold] = useState<Drawn | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const { width, left } = useSight(box);
  const { change } = useExecutionSearch();
  useShortcuts(KEYS);
  const length = gantt.to - gantt.from;
  const inner = Math.max(1, width - LABEL_PX) * zoom;
  const pxPerMs = inner / length;
  const sight = [gantt.from + (left - 200) / pxPerMs, gantt.from + (left + width + 200) / pxPerMs] as const;
  const scale: Scale = { from: gantt.from, pxPerMs, sight };
  const open = (drawn: Drawn) => {
    const [only] = drawn.bars;
    if (drawn.bars.length === 1 && only) change({ tab: undefined, q: only.title, result: undefined }, false);
    else setZoom((now) => Math.min(MOST_ZOOM, now * 4));
  };
  return (
    <div>
      <div className="flex items-center gap-1 border-b border-line px-3.5 py-1 text-sm">
        <p className="min-w-0 flex-1 truncate" role="status">
          {told ? describe(told, gantt.from) : <Legend live={live} />}
        </p>
        <Button look="quiet" aria-label="Zoom out" disabled={zoom === 1} onClick={() => setZoom(zoom / 2)}>
          −
        </Button>
        <Button
          look="quiet"
          aria-label="Zoom in"
          disabled={zoom >= MOST_ZOOM}
          onClick={() => setZoom(zoom * 2)}
        >
          +
        </Button>
        <Button look="quiet" disabled={zoom === 1} onClick={() => setZoom(1)}>
          Fit
        </Button>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: its buttons are what is walked through */}
      <div ref={box} className="max-h-[36rem] overflow-auto" onKeyDown={walk}>
        <div className="relative" style={{ width: inner + LABEL_PX }}>
          <Axis length={length} scale={scale} />
          {gantt.lanes.map((lane, index) => (
            <LaneRow
              key={lane.key}
              lane={lane}
              scale={scale}
              first={index === 0}
              tell={setTold}
              open={open}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** How wide the box is, and how far it is scrolled. */
function useSight(box: RefObject<HTMLDivElement | null>) {
  const [sight, setSight] = useState({ width: 800, left: 0 });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => setSight({ width: element.clientWidth, left: element.scrollLeft });
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      watcher.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [box]);
  return sight;
}

/** One bar takes part in the walk by Tab; arrows lead to the others. */
function walk(event: KeyboardEvent<HTMLDivElement>): void {
  const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (by === undefined) return;
  const bars = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-bar]')];
  const next = bars[bars.indexOf(document.activeElement as HTMLElement) + by];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function Axis({ length, scale }: { length: number; scale: Scale }) {
  const steps = axisSteps(length, Math.max(2, (length * scale.pxPerMs) / MARK_PX));
  return (
    <div
      aria-hidden="true"
      className="sticky top-0 z-10 h-6 border-b border-line bg-surface text-xs text-muted tabular-nums"
    >
      {steps.map((ms) => {
        const at = scale.from + ms;
        if (at < scale.sight[0] || at > scale.sight[1]) return null;
        return (
          <span
            key={ms}
            className="absolute top-0 h-6 border-l border-line pt-0.5 pl-1 whitespace-nowrap"
            style={{ left: LABEL_PX + ms * scale.pxPerMs }}
          >
            {ms === 0 ? '0' : formatDuration(ms)}
          </span>
        );
      })}
    </div>
  );
}

const LEGEND: readonly { tone: Tone; word: string }[] = [
  { tone: 'pass', word: 'passed' },
  { tone: 'fail', word: 'failed' },
  { tone: 'quiet', word: 'skipped or given back' },
];

const Legend = ({ live }: { live: boolean }) => (
  <span className="flex flex-wrap gap-x-3 text-muted">
    {[...LEGEND, ...(live ? [{ tone: 'accent' as const, word: 'running' }] : [])].map(({ tone, word }) => (
      <span key={word} className="flex items-center gap-1.5">
        <span className={`h-2.5 w-4 rounded-xs ${FILL[tone]}`} aria-hidden="true" /> {word}
      </span>
    ))}
  </span>
);

const WORDS: Readonly<Record<UnitBar['outcome'], string>> = {
  passed: 'passed',
  failed: 'failed',
  error: 'ended with an error',
  skipped: 'skipped',
  running: 'running',
  returned: 'given back',
};

function describe({ bars, from, to }: Drawn, start: number): string {
  const [only] = bars;
  const when = `${formatDuration(to - from)}, ${formatDuration(Math.max(0, from - start))} after the start`;
  if (bars.length > 1 || only === undefined) {
    const bad = bars.filter(({ outcome }) => outcome === 'failed' || outcome === 'error').length;
    return `${plural(bars.length, 'unit')}${bad > 0 ? `, ${bad} not passed` : ''}: ${when}. Enter zooms in.`;
  }
  const tests = only.tests > 0 ? `, ${plural(only.tests, 'test')}` : '';
  const failed = only.failed > 0 ? `, ${only.failed} failed` : '';
  return `${only.title}: ${WORDS[only.outcome]}${tests}${failed}, ${when}${only.message ? `. ${only.message}` : ''}`;
}
