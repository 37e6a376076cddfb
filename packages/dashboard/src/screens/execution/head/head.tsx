/** What it is, how it went and why, in the first look. */
import { Link } from '@tanstack/react-router';
import { Took } from '../../../kit/moment.tsx';
import { ExecutionChip, lookOf } from '../../../kit/outcome.tsx';
import { PageHead } from '../../../kit/panel.tsx';
import { CountsBar, CountsLine } from '../../../parts/counts.tsx';
import { reasonWords } from '../../../parts/reasons.ts';
import type { Execution } from '../queries.ts';
import { Actions } from './actions.tsx';
import { Facts } from './facts.tsx';
import { Progress } from './progress.tsx';

export function Head({ execution }: { execution: Execution }) {
  const { name, counts, verdict, startedAt, durationMs } = execution;
  return (
    <header className="mb-4">
      <PageHead
        title={
          <>
            <span className="mr-2.5 inline-block align-[0.15em]" aria-live="polite">
              <ExecutionChip {...execution} />
            </span>
            {name}
          </>
        }
        // The verdict in it: one sees from another tab of the browser when it is there.
        tabTitle={`${lookOf(execution).sign} ${name}`}
        side={<Actions execution={execution} />}
      />
      <div className="-mt-1 flex flex-wrap items-center gap-x-4 gap-y-1">
        <CountsBar counts={counts} className="w-full max-w-72" />
        <CountsLine counts={counts} />
        <span>
          <span className="text-muted">{verdict === null ? 'for ' : 'in '}</span>
          <Took ms={verdict === null ? null : durationMs} since={startedAt} />
        </span>
      </div>
      {verdict === null && <Progress execution={execution} />}
      <Why execution={execution} />
      <Facts execution={execution} />
    </header>
  );
}

/** The verdict's own message, or the reason in general words, and what to do. */
function Why({
  execution: { failureReason, failureMessage, verdict, countVerified },
}: {
  execution: Execution;
}) {
  if (failureReason === null)
    return verdict === 'flaky' ? (
      <Note tone="border-flaky-fill bg-flaky-soft">
        A test that passes only sometimes hides real faults:{' '}
        <Link
          from="/executions/$id"
          search={(known) => ({ ...known, tab: undefined, status: 'flaky' }) as never}
          className="underline"
        >
          see the flaky tests
        </Link>
        .
      </Note>
    ) : null;
  const { text, advice } = reasonWords(failureReason);
  const calm = verdict === 'cancelled' || verdict === null;
  return (
    <Note tone={calm ? 'border-line-strong bg-quiet-soft' : 'border-fail-fill bg-fail-soft'}>
      <p className="font-medium break-words whitespace-pre-wrap">{failureMessage || text}</p>
      <p className="mt-0.5 text-sm text-muted">
        {failureMessage && failureReason !== 'tests-failed' && `${text} `}
        {advice}
        {countVerified === false &&
          failureReason === 'counts-differ' &&
          ' The count was not known beforehand.'}
      </p>
    </Note>
  );
}

const Note = ({ tone, children }: { tone: string; children: React.ReactNode }) => (
  <div className={`mt-3 max-w-4xl rounded-md border-l-4 px-3 py-2 ${tone}`}>{children}</div>
);
