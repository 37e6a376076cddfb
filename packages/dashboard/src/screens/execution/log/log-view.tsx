/** The lines in sight. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Empty } from '../../../kit/notice.tsx';
import { AnsiText } from '../ansi-text.tsx';
import type { LogLook } from './log-bar.tsx';
import type { LogLine } from './log-lines.ts';
import type { Log } from './use-log.ts';

const LINE_PX = 18;

type Props = {
  log: Log;
  look: LogLook;
  setLook: (look: LogLook) => void;
  found: readonly number[];
  at: number | null;
  several: boolean;
};

export function LogView({ log: { lines, state, version }, look, setLook, found, at, several }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE_PX,
    overscan: 20,
    getItemKey: (index) => lines[index]?.number ?? index,
  });
  useFollow(look.follow, version, () => rows.scrollToIndex(lines.length - 1, { align: 'end' }));
  const first = lines[0]?.number ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another line is jumped to
  useEffect(() => {
    if (at !== null) rows.scrollToIndex(at - first, { align: 'center' });
  }, [at]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: every height is another one then
  useEffect(() => rows.measure(), [look.wrap, look.times]);
  const marked = new Set(found);
  return (
    <div
      ref={box}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so that keys must reach it
      tabIndex={0}
      role="log"
      aria-live="off"
      aria-label="Lines of the log"
      onWheel={({ deltaY }) => deltaY < 0 && look.follow && setLook({ ...look, follow: false })}
      className="min-h-0 flex-1 overflow-auto bg-surface font-mono text-xs leading-[18px] focus-visible:-outline-offset-2"
    >
      {lines.length === 0 && <Nothing complete={state.kind === 'complete'} />}
      <div className="relative min-w-full" style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const line = lines[index];
          if (!line) return null;
          const tone =
            line.number === at ? 'bg-flaky-fill/40' : marked.has(line.number) ? 'bg-flaky-soft' : '';
          return (
            <div
              key={key}
              data-index={index}
              ref={look.wrap ? rows.measureElement : undefined}
              className={`absolute top-0 left-0 flex min-w-full px-3 hover:bg-sunken ${look.wrap ? 'w-full' : ''} ${tone}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Line line={line} look={look} several={several} />
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** Stays at the end for as long as one wants it to. */
function useFollow(follow: boolean, version: number, toEnd: () => void): void {
  const go = useRef(toEnd);
  go.current = toEnd;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each time that lines came
  useEffect(() => {
    if (follow) go.current();
  }, [follow, version]);
}

const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});

function Line({ line, look, several }: { line: LogLine; look: LogLook; several: boolean }) {
  return (
    <>
      {look.times && (
        <time dateTime={line.at} title={line.at} className="mr-3 shrink-0 text-muted select-none">
          {CLOCK.format(new Date(line.at))}
        </time>
      )}
      {several && (
        <span
          className="mr-2 w-6 shrink-0 border-r border-line pr-1 text-right text-muted select-none"
          title={`Group ${line.groupIndex + 1}`}
        >
          {line.groupIndex + 1}
        </span>
      )}
      <span
        className={`${look.wrap ? 'min-w-0 break-all whitespace-pre-wrap' : 'whitespace-pre'} ${line.stream === 'setup' ? 'text-muted' : ''}`}
      >
        {line.text === '' ? ' ' : <AnsiText text={line.text} begin={line.style} />}
      </span>
    </>
  );
}

const Nothing = ({ complete }: { complete: boolean }) =>
  complete ? (
    <Empty title="Nothing was printed" />
  ) : (
    <Empty title="Waiting for the first line …">What the tests print is shown here as they print it.</Empty>
  );
