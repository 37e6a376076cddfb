/** The rows in sight. */
import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import { stripAnsi } from '../../../kit/ansi.ts';
import { More } from '../../../kit/more.tsx';
import { lookOfResult } from '../../../kit/outcome.tsx';
import { formatCount, formatDuration } from '../../../kit/quantities.ts';
import { VirtualRows } from '../../../kit/virtual-rows.tsx';
import type { ResultSummary } from '../queries.ts';
import { useExecutionSearch } from '../use-search.ts';
import { BrokenUnit } from './broken-unit.tsx';
import { type FileRow, type Row, splitPath } from './result-rows.ts';

type Props = {
  rows: readonly Row[];
  toggle: (key: string) => void;
  hasMore: boolean;
  busy: boolean;
  load: () => void;
};

export function ResultList({ rows, toggle, hasMore, busy, load }: Props) {
  const { search } = useExecutionSearch();
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <VirtualRows items={rows} keyOf={({ key }) => key} estimatedHeight={31} label="Results, failures first">
        {(row) => {
          if (row.kind === 'file') return <File row={row} toggle={toggle} />;
          if (row.kind === 'unit') return <BrokenUnit unit={row.unit} />;
          return <ResultLine result={row.result} selected={search.result} />;
        }}
      </VirtualRows>
      <More hasMore={hasMore} busy={busy} load={load} />
    </div>
  );
}

function File({
  row: { key, file, section, open, results, more },
  toggle,
}: {
  row: FileRow;
  toggle: Props['toggle'];
}) {
  const [folder, name] = splitPath(file ?? 'No file');
  return (
    <button
      type="button"
      aria-expanded={open}
      onClick={() => toggle(key)}
      className="flex w-full items-baseline gap-2 border-b border-line bg-sunken px-3 py-1 text-left text-sm hover:bg-quiet-soft"
    >
      <span aria-hidden="true" className="w-3 text-muted">
        {open ? '▾' : '▸'}
      </span>
      <span className="min-w-0 truncate" title={file ?? undefined}>
        <span className="text-muted">{folder}</span>
        <b className="font-medium">{name}</b>
      </span>
      <span
        className={`ml-auto text-xs whitespace-nowrap tabular-nums ${section === 'failures' ? 'font-medium text-fail' : 'text-muted'}`}
      >
        {formatCount(results)}
        {more ? '+' : ''} {section === 'failures' ? 'failed' : results === 1 ? 'test' : 'tests'}
      </span>
    </button>
  );
}

/** More is never in sight. */
const LONGEST_SHOWN = 400;

const TEXT = {
  pass: 'text-pass',
  fail: 'text-fail',
  flaky: 'text-flaky',
  warn: 'text-warn',
  quiet: 'text-muted',
  accent: 'text-accent',
};

function ResultLine({ result, selected }: { result: ResultSummary; selected: string | undefined }) {
  const { resultId, name, suite, project, status, flaky, attempt, durationMs, message } = result;
  const look = lookOfResult(status, flaky);
  const isOpen = resultId === selected;
  const link = useRef<HTMLAnchorElement>(null);
  const wasOpen = useRef(false);
  // Keys lead on from the open one; and from it when it was closed by a button that has gone with it.
  useEffect(() => {
    const focused = document.activeElement;
    if (isOpen ? isOnRow(focused) : wasOpen.current && focused === document.body) link.current?.focus();
    wasOpen.current = isOpen;
  }, [isOpen]);
  const failed = status === 'failed' || status === 'error';
  return (
    <Link
      ref={link}
      from="/executions/$id"
      search={(known) => ({ ...known, result: resultId })}
      replace={selected !== undefined}
      preload={false}
      resetScroll={false}
      data-row
      aria-current={isOpen ? 'true' : undefined}
      className={`flex items-baseline gap-2 border-b border-line px-3 py-1 text-text hover:no-underline focus-visible:-outline-offset-2 ${isOpen ? 'bg-accent-soft' : 'hover:bg-sunken'}`}
    >
      <span className={`w-3 shrink-0 text-center font-semibold ${TEXT[look.tone]}`} title={look.word}>
        <span aria-hidden="true">{look.sign}</span>
        <span className="sr-only">{look.word}</span>
      </span>
      <span className="min-w-0 flex-1">
        <span className="block truncate" title={[...suite, name].join(' › ')}>
          {suite.length > 0 && <span className="text-muted">{suite.join(' › ')} › </span>}
          {name}
          {project && <span className="text-muted"> · {project}</span>}
        </span>
        {failed && message && (
          <span className="block truncate font-mono text-xs text-fail">{inOneLine(message)}</span>
        )}
      </span>
      {flaky && <span className="text-xs font-medium text-flaky">flaky</span>}
      {attempt > 0 && <span className="text-xs text-muted">attempt {attempt + 1}</span>}
      <span className="text-xs whitespace-nowrap text-muted tabular-nums">{formatDuration(durationMs)}</span>
    </Link>
  );
}

const isOnRow = (element: Element | null) =>
  element === document.body || element?.hasAttribute('data-row') === true;

/** The first line of an assertion alone often says only that something differs. */
const inOneLine = (message: string) => stripAnsi(message).slice(0, LONGEST_SHOWN).replace(/\s+/g, ' ').trim();
