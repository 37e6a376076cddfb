/** The lines in sight. */
import { Link } from '@tanstack/react-router';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { AnsiText } from '../../../kit/ansi-text.tsx';
import { Empty } from '../../../kit/notice.tsx';
import type { FindResult, Named } from './find-result.ts';
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
  findResult: FindResult;
};

export function LogView({ log, look, setLook, found, at, several, findResult }: Props) {
  const { lines, state, version } = log;
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
    if (at === null) return;
    rows.scrollToIndex(at - first, { align: 'center' });
    box.current?.scrollIntoView({ block: 'nearest' });
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
          const result = findResult(line.text);
          const tone = toneOf({ here: line.number === at, found: marked.has(line.number), failed: !!result });
          return (
            <div
              key={key}
              data-index={index}
              ref={look.wrap ? rows.measureElement : undefined}
              className={`absolute top-0 left-0 flex min-w-full px-3 hover:bg-sunken ${look.wrap ? 'w-full' : ''} ${tone}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <Line line={line} look={look} several={several} />
              {result && <ToResult result={result} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function toneOf({ here, found, failed }: { here: boolean; found: boolean; failed: boolean }): string {
  // Every colour that tests print is read on it.
  if (here) return 'bg-flaky-soft ring-2 ring-flaky-fill ring-inset';
  if (found) return 'bg-flaky-soft';
  return failed ? 'bg-fail-soft' : '';
}

const ToResult = ({ result: { resultId, name } }: { result: Named }) => (
  <Link
    from="/executions/$id"
    search={(known) => ({ ...known, tab: undefined, result: resultId }) as never}
    aria-label={`Open the result: ${name}`}
    className="ml-3 shrink-0 rounded px-1.5 font-sans font-medium whitespace-nowrap select-none hover:bg-surface focus-visible:-outline-offset-2"
  >
    Result →
  </Link>
);

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
