/** One execution in a list. */
import { Link } from '@tanstack/react-router';
import type { Schema } from '../api/client.ts';
import { Ago, Took } from '../kit/moment.tsx';
import { ExecutionChip } from '../kit/outcome.tsx';
import { CountsBar, CountsLine } from './counts.tsx';

type Execution = Schema['ExecutionSummary'];

export function ExecutionRow({ execution }: { execution: Execution }) {
  const { executionId, name, framework, submittedBy, submittedAt, startedAt, counts, units } = execution;
  return (
    <Link
      to="/executions/$id"
      params={{ id: executionId }}
      data-row
      className="@container block border-b border-line px-3.5 py-2 text-text hover:bg-sunken hover:no-underline focus-visible:-outline-offset-2"
    >
      <span className="grid grid-cols-[6.5rem_minmax(0,1fr)_auto] items-center gap-x-3 @2xl:grid-cols-[7rem_minmax(0,1fr)_14rem_5.5rem_6rem]">
        <span>
          <ExecutionChip {...execution} />
        </span>
        <span className="min-w-0">
          <span className="block truncate font-medium" title={name}>
            {name}
          </span>
          <span className="block truncate text-xs text-muted">
            {subtitleOf(execution, framework, submittedBy)}
          </span>
          <span className="flex flex-wrap gap-x-3 text-xs @2xl:hidden">
            <CountsLine counts={counts} />
            <Took ms={execution.completedAt ? execution.durationMs : null} since={startedAt} />
          </span>
        </span>
        <span className="hidden min-w-0 text-sm @2xl:block">
          <CountsLine counts={counts} />
          <CountsBar counts={counts} className="mt-1 w-full" />
        </span>
        <span className="hidden text-right @2xl:block">
          <Took ms={execution.completedAt ? execution.durationMs : null} since={startedAt} />
          {units.total > units.reported && execution.verdict === null && (
            <span className="block text-xs text-muted tabular-nums">
              {units.reported} of {units.total}
            </span>
          )}
        </span>
        <span className="text-right text-sm text-muted">
          <Ago at={submittedAt} />
        </span>
      </span>
    </Link>
  );
}

function subtitleOf(
  { queuePosition, failureMessage, verdict, tags }: Execution,
  framework: string | null,
  by: string,
): string {
  if (queuePosition !== null) return `${ordinal(queuePosition)} in the queue, submitted by ${by}`;
  if (verdict !== null && verdict !== 'passed' && failureMessage) return failureMessage;
  const branch = tags.branch === undefined ? [] : [tags.branch];
  return [...(framework === null ? [] : [framework]), ...branch, `by ${by}`].join(' · ');
}

function ordinal(place: number): string {
  const ending = { one: 'st', two: 'nd', few: 'rd', other: 'th' } as Record<string, string>;
  return `${place}${ending[new Intl.PluralRules('en', { type: 'ordinal' }).select(place)]}`;
}
