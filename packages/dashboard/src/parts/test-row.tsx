/** One test over all executions, in a list. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schema } from '../api/client.ts';
import { Ago } from '../kit/moment.tsx';
import { Chip, lookOfResult, OutcomeChip } from '../kit/outcome.tsx';
import { formatDuration, formatShare } from '../kit/quantities.ts';

export type TestCase = Schema['TestCase'];

/** An outcome of history, in which flaky is one of its own. */
export const lookOfOutcome = (outcome: string) =>
  outcome === 'flaky' ? lookOfResult('passed', true) : lookOfResult(outcome);

/** `figure`: what the list is about, instead of when the test was last seen. */
export function TestRow({ test, figure }: { test: TestCase; figure?: ReactNode }) {
  const place = [test.definitionName, test.file ?? test.suite.join(' › ')].filter(Boolean).join(' · ');
  return (
    <Link
      to="/tests/$id"
      params={{ id: test.testCaseId }}
      data-row
      className="@container block border-b border-line px-3.5 py-2 text-text hover:bg-sunken hover:no-underline focus-visible:-outline-offset-2"
    >
      <span className="grid grid-cols-[5rem_minmax(0,1fr)_auto] items-center gap-x-3 @2xl:grid-cols-[5.5rem_minmax(0,1fr)_11rem_5rem_6rem]">
        <span>
          <OutcomeChip look={lookOfOutcome(test.lastOutcome)} />
        </span>
        <span className="min-w-0">
          <span className="line-clamp-2 font-medium break-words @2xl:line-clamp-1" title={test.name}>
            {test.name}
          </span>
          <span className="block truncate text-xs text-muted">{place}</span>
          {figure === undefined && (
            <span className="flex flex-wrap gap-1 empty:hidden @2xl:hidden">
              <Marks test={test} />
            </span>
          )}
        </span>
        <span className="hidden flex-wrap gap-1 @2xl:flex">
          <Marks test={test} />
        </span>
        <span className="hidden text-right text-sm tabular-nums @2xl:block">
          {formatDuration(test.typicalMs)}
        </span>
        <span className="text-right text-sm whitespace-nowrap text-muted tabular-nums">
          {figure ?? <Ago at={test.lastSeenAt} />}
        </span>
      </span>
    </Link>
  );
}

export function Marks({ test: { flaky, quarantine } }: { test: TestCase }) {
  return (
    <>
      {flaky?.state === 'flaky' && (
        <Chip tone="flaky" title="Runs that failed though the same content also passed">
          flaky {formatShare(flaky.rate, 1)}
        </Chip>
      )}
      {quarantine?.state === 'active' && <Chip tone="warn">quarantined</Chip>}
    </>
  );
}
