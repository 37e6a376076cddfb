/** How the last days went: executions by outcome, the pass rate, and how long they took. */
import type { Schema } from '../../api/client.ts';
import { FILL, type Tone } from '../../kit/outcome.tsx';
import { Panel } from '../../kit/panel.tsx';
import { formatDuration, formatShare, plural } from '../../kit/quantities.ts';

type Day = Schema['OverviewDay'];

const PARTS: readonly { tone: Tone; word: string; of: (day: Day) => number }[] = [
  { tone: 'pass', word: 'passed', of: ({ passed }) => passed },
  { tone: 'flaky', word: 'flaky', of: ({ flaky }) => flaky },
  { tone: 'fail', word: 'failed', of: ({ failed }) => failed },
  { tone: 'warn', word: 'infrastructure', of: ({ infrastructure }) => infrastructure },
  { tone: 'quiet', word: 'others', of: ({ others }) => others },
];

const WEEKDAY = new Intl.DateTimeFormat(undefined, { weekday: 'short', day: 'numeric', timeZone: 'UTC' });
const DAY_OF_MONTH = new Intl.DateTimeFormat(undefined, { day: 'numeric', timeZone: 'UTC' });
const nameOf = ({ day }: Day) => WEEKDAY.format(new Date(`${day}T12:00:00Z`));

const wordsOf = (day: Day): string =>
  day.executions === 0
    ? 'no executions'
    : PARTS.filter(({ of }) => of(day) > 0)
        .map(({ of, word }) => `${of(day)} ${word}`)
        .join(', ');

export function Days({ days }: { days: readonly Day[] }) {
  const most = Math.max(1, ...days.map(({ executions }) => executions));
  return (
    <Panel title={`Last ${days.length} days`} side={<Sum days={days} />}>
      <table className="w-full table-fixed border-separate border-spacing-x-px px-3 py-3 text-xs">
        <caption className="sr-only">Executions by day and outcome</caption>
        <tbody>
          <tr className="align-bottom">
            {days.map((day) => (
              <td key={day.day} className="h-28 p-0">
                <Bar day={day} most={most} />
              </td>
            ))}
          </tr>
          <tr>
            {days.map((day) => (
              <th key={day.day} scope="col" className="truncate pt-1 text-center font-normal text-muted">
                <span className="max-sm:sr-only">{nameOf(day)}</span>
                <span aria-hidden="true" className="sm:hidden">
                  {DAY_OF_MONTH.format(new Date(`${day.day}T12:00:00Z`))}
                </span>
              </th>
            ))}
          </tr>
          <tr className="max-sm:hidden">
            {days.map((day) => (
              <td key={day.day} className="truncate text-center tabular-nums" title="Pass rate">
                {day.passRate === null ? <span className="text-muted">–</span> : formatShare(day.passRate, 1)}
              </td>
            ))}
          </tr>
          <tr className="max-sm:hidden">
            {days.map((day) => (
              <td key={day.day} className="truncate text-center text-muted" title="Mean duration">
                {day.meanDurationMs !== null && formatDuration(day.meanDurationMs)}
              </td>
            ))}
          </tr>
        </tbody>
      </table>
    </Panel>
  );
}

function Bar({ day, most }: { day: Day; most: number }) {
  const words = `${nameOf(day)}: ${wordsOf(day)}`;
  return (
    <span role="img" aria-label={words} title={words} className="flex h-full flex-col justify-end">
      {PARTS.map(({ tone, of }) => {
        const count = of(day);
        if (count === 0) return null;
        return (
          <span
            key={tone}
            className={`${FILL[tone]} min-h-[2px] w-full first:rounded-t-sm`}
            style={{ height: `${(count / most) * 100}%` }}
          />
        );
      })}
      <span className="h-px w-full bg-line" />
    </span>
  );
}

function Sum({ days }: { days: readonly Day[] }) {
  const sum = (of: (day: Day) => number) => days.reduce((all, day) => all + of(day), 0);
  const [executions, green] = [sum(({ executions: each }) => each), sum((day) => day.passed + day.flaky)];
  const judged = green + sum(({ failed }) => failed);
  return (
    <>
      {plural(executions, 'execution')}
      {judged > 0 && `, ${formatShare(green, judged)} passed`}
    </>
  );
}
