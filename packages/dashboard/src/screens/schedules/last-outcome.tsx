/** What came of the last time of a schedule. */
import { Link } from '@tanstack/react-router';
import { Ago } from '../../kit/moment.tsx';
import { OutcomeChip } from '../../kit/outcome.tsx';
import type { Schedule } from './schedule-query.ts';

type Look = Parameters<typeof OutcomeChip>[0]['look'];

/** Whether the tests passed is told by the execution. */
const LOOKS: Readonly<Record<NonNullable<Schedule['lastOutcome']>, Look>> = {
  submitted: { tone: 'accent', sign: '▶', word: 'Submitted' },
  'skipped-overlap': { tone: 'quiet', sign: '–', word: 'Left out: the one before ran' },
  'skipped-missed': { tone: 'quiet', sign: '–', word: 'Missed: no server ran' },
  refused: { tone: 'fail', sign: '✗', word: 'Refused' },
};

export function LastOutcome({
  schedule: { lastOutcome, lastRunAt, lastMessage, lastExecutionId },
}: {
  schedule: Schedule;
}) {
  if (lastOutcome === null) return <span className="text-muted">Not run yet</span>;
  return (
    <>
      <OutcomeChip look={LOOKS[lastOutcome]} />
      <span className="block text-xs break-words text-muted">
        {lastRunAt !== null && <Ago at={lastRunAt} />}
        {lastExecutionId !== null && (
          <>
            {' · '}
            <Link to="/executions/$id" params={{ id: lastExecutionId }} className="underline">
              last execution
            </Link>
          </>
        )}
        {lastMessage !== null && <span className="block">{lastMessage}</span>}
      </span>
    </>
  );
}
