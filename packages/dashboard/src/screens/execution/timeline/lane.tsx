/** One group: its phases as a thin strip, its units as bars below. */
import { memo } from 'react';
import { FILL, type Tone } from '../../../kit/outcome.tsx';
import { formatDuration } from '../../../kit/quantities.ts';
import { clusterBars, type Drawn, outcomeOf } from './cluster-bars.ts';
import type { Lane, PhaseBar, UnitBar } from './gantt-layout.ts';

/** Milliseconds to pixels, and which moments are in sight. */
export type Scale = { from: number; pxPerMs: number; sight: readonly [number, number] };
type Props = {
  lane: Lane;
  scale: Scale;
  first: boolean;
  tell: (drawn: Drawn | null) => void;
  open: (drawn: Drawn) => void;
};

const TONES: Readonly<Record<UnitBar['outcome'], Tone>> = {
  passed: 'pass',
  failed: 'fail',
  error: 'fail',
  skipped: 'quiet',
  running: 'accent',
  returned: 'quiet',
};

/** How wide the names of the groups are. */
export const LABEL_PX = 112;
/** Narrower ones are joined. */
const NARROWEST_PX = 3;
/** Wide enough for some letters of a name. */
const NAMED_PX = 40;
const LINE_PX = 18;

export const LaneRow = memo(function LaneRow({ lane, scale, first, tell, open }: Props) {
  const { groupIndex, attempt, node, lost, phases, lines } = lane;
  const { pxPerMs, sight } = scale;
  return (
    <section className="flex border-b border-line last:border-0" aria-label={`Group ${groupIndex + 1}`}>
      <div
        className="sticky left-0 z-[5] shrink-0 border-r border-line bg-surface px-2 py-1 text-xs"
        style={{ width: LABEL_PX }}
      >
        <p className="font-medium">
          Group {groupIndex + 1}
          {attempt > 0 && <span className="text-muted"> · attempt {attempt + 1}</span>}
        </p>
        {node && (
          <p className="truncate text-muted" title={node}>
            {node}
          </p>
        )}
        {lost && (
          <p className="text-fail" title={lost}>
            lost
          </p>
        )}
      </div>
      <div className="relative grow py-1">
        <div className="relative h-4">
          {phases.map((phase) => (
            <Phase key={`${phase.phase} ${phase.from}`} phase={phase} scale={scale} />
          ))}
        </div>
        {lines.map((line, index) => (
          <div key={line[0]?.unitId ?? index} className="relative" style={{ height: LINE_PX }}>
            {clusterBars(line, NARROWEST_PX / pxPerMs, sight).map((drawn, place) => (
              <Bar
                key={drawn.bars[0]?.unitId + String(drawn.from)}
                drawn={drawn}
                scale={scale}
                inWalk={first && index === 0 && place === 0}
                tell={tell}
                open={open}
              />
            ))}
          </div>
        ))}
      </div>
    </section>
  );
});

type BarProps = Pick<Props, 'scale' | 'tell' | 'open'> & { drawn: Drawn; inWalk: boolean };

function Bar({ drawn, scale: { from, pxPerMs }, inWalk, tell, open }: BarProps) {
  const outcome = outcomeOf(drawn);
  const [only] = drawn.bars;
  const width = Math.max(2, (drawn.to - drawn.from) * pxPerMs - 1);
  const name = drawn.bars.length === 1 ? (only?.title ?? '') : `${drawn.bars.length} units`;
  return (
    <button
      type="button"
      data-bar
      tabIndex={inWalk ? 0 : -1}
      aria-label={`${name}, ${outcome}, ${formatDuration(drawn.to - drawn.from)}`}
      onMouseEnter={() => tell(drawn)}
      onMouseLeave={() => tell(null)}
      onFocus={() => tell(drawn)}
      onBlur={() => tell(null)}
      onClick={() => open(drawn)}
      className={`absolute top-px h-4 overflow-hidden rounded-xs px-1 text-left text-[11px] leading-4 text-ellipsis whitespace-nowrap text-black hover:brightness-110 focus-visible:z-10 ${FILL[TONES[outcome]]} ${outcome === 'running' ? 'animate-pulse' : ''}`}
      style={{ left: (drawn.from - from) * pxPerMs, width, paddingInline: width < 12 ? 0 : undefined }}
    >
      {width >= NAMED_PX && name}
    </button>
  );
}

const PHASES: Readonly<Record<string, string>> = {
  fetching: 'fetching content',
  'setting-up': 'setting up',
  listing: 'listing tests',
  copying: 'copying',
  running: 'running',
  uploading: 'uploading',
};

function Phase({ phase: { phase, detail, from, to }, scale }: { phase: PhaseBar; scale: Scale }) {
  const width = Math.max(1, (to - from) * scale.pxPerMs - 1);
  const words = PHASES[phase] ?? phase;
  const quiet = phase === 'running';
  return (
    <span
      title={`${words}, ${formatDuration(to - from)}${detail ? `: ${detail}` : ''}`}
      className={`absolute top-0 h-3.5 overflow-hidden border-l border-line-strong/60 px-1 text-[10px] text-ellipsis leading-3.5 whitespace-nowrap text-muted ${quiet ? '' : 'bg-quiet-soft'}`}
      style={{ left: (from - scale.from) * scale.pxPerMs, width }}
    >
      {width > 34 ? words : ''}
    </span>
  );
}
