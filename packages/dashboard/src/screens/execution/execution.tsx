/** One execution: what came of it, and everything by which one understands why. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useMemo } from 'react';
import { useWorkspace } from '../../api/workspace.tsx';
import { useShortcuts } from '../../kit/keys.ts';
import { Failure, Loading } from '../../kit/notice.tsx';
import { formatCount } from '../../kit/quantities.ts';
import { TABS, type Tab } from './address.ts';
import { Head } from './head/head.tsx';
import { countsSoFar } from './live-counts.ts';
import { type Execution, executionQuery, resultsQuery } from './queries.ts';
import { ResultsTab } from './results/results-tab.tsx';

const TimelineTab = lazy(async () => ({
  default: (await import('./timeline/timeline-tab.tsx')).TimelineTab,
}));
const LogTab = lazy(async () => ({ default: (await import('./log/log-tab.tsx')).LogTab }));
const ArtifactsTab = lazy(async () => ({
  default: (await import('./artifacts/artifacts-tab.tsx')).ArtifactsTab,
}));
const EventsTab = lazy(async () => ({ default: (await import('./events/events-tab.tsx')).EventsTab }));

const NAMES: Readonly<Record<Tab, string>> = {
  results: 'Results',
  timeline: 'Timeline',
  logs: 'Logs',
  artifacts: 'Artifacts',
  events: 'Events',
};

export function ExecutionScreen() {
  const { id } = useParams({ from: '/executions/$id' });
  const found = useQuery(executionQuery(useWorkspace(), id));
  if (found.isPending) return <Loading what="the execution" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  return <Opened key={id} execution={found.data} />;
}

/** The execution with its counts up to the last result that came in. */
function useUpToNow(execution: Execution): Execution {
  const enabled = execution.verdict === null;
  const found = useInfiniteQuery({ ...resultsQuery(useWorkspace(), execution.executionId, {}), enabled });
  const counts = useMemo(
    () => countsSoFar(execution, found.data?.pages.flatMap(({ items }) => items) ?? []),
    [execution, found.data],
  );
  return counts === execution.counts ? execution : { ...execution, counts };
}

function Opened({ execution: known }: { execution: Execution }) {
  const execution = useUpToNow(known);
  const { tab = 'results' } = useSearch({ from: '/executions/$id' });
  const go = useNavigate({ from: '/executions/$id' });
  useShortcuts(
    TABS.map((each, index) => ({
      keys: String(index + 1),
      what: NAMES[each],
      run: () => void go({ search: (known) => ({ ...known, tab: each }) }),
    })),
  );
  return (
    <>
      <Head execution={execution} />
      <Tabs tab={tab} execution={execution} />
      <Suspense fallback={<Loading what={NAMES[tab].toLowerCase()} />}>
        {tab === 'results' && <ResultsTab execution={execution} />}
        {tab === 'timeline' && <TimelineTab execution={execution} />}
        {tab === 'logs' && <LogTab execution={execution} />}
        {tab === 'artifacts' && <ArtifactsTab execution={execution} />}
        {tab === 'events' && <EventsTab execution={execution} />}
      </Suspense>
    </>
  );
}

function Tabs({ tab, execution: { counts } }: { tab: Tab; execution: Execution }) {
  return (
    <nav aria-label="Parts of the execution" className="mb-4 overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {TABS.map((each, index) => (
          <li key={each}>
            <Link
              from="/executions/$id"
              search={(known) => ({ ...known, tab: each === 'results' ? undefined : each })}
              title={`Key ${index + 1}`}
              preload={false}
              resetScroll={false}
              aria-current={each === tab ? 'page' : undefined}
              className={`-mb-px block border-b-2 px-3 py-1.5 whitespace-nowrap hover:no-underline ${each === tab ? 'border-accent font-medium text-accent' : 'border-transparent text-muted hover:text-text'}`}
            >
              {NAMES[each]}
              {each === 'results' && counts.total > 0 && (
                <span className="ml-1.5 text-xs tabular-nums text-muted">{formatCount(counts.total)}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
