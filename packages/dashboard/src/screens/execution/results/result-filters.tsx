/** Search and statuses above the list. */
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../../kit/button.tsx';
import { TextField } from '../../../kit/field.tsx';
import { FILL, type Tone } from '../../../kit/outcome.tsx';
import { formatCount } from '../../../kit/quantities.ts';
import { type ResultStatus, statusesOf, toggleStatuses } from '../address.ts';
import type { Execution } from '../queries.ts';
import { useExecutionSearch } from '../use-search.ts';

type Counts = Execution['counts'];
const CHOICES: readonly {
  word: string;
  tone: Tone;
  statuses: readonly ResultStatus[];
  of: (counts: Counts) => number;
}[] = [
  { word: 'Failed', tone: 'fail', statuses: ['failed', 'error'], of: ({ failed }) => failed },
  { word: 'Flaky', tone: 'flaky', statuses: ['flaky'], of: ({ flaky }) => flaky },
  { word: 'Passed', tone: 'pass', statuses: ['passed'], of: ({ passed }) => passed },
  { word: 'Skipped', tone: 'quiet', statuses: ['skipped'], of: ({ skipped }) => skipped },
];

type Props = { execution: Execution; closeAll: () => void; openAll: () => void };

export function ResultFilters({ execution: { counts }, closeAll, openAll }: Props) {
  const { search, change } = useExecutionSearch();
  const chosen = statusesOf(search);
  return (
    <search className="mb-3 flex flex-wrap items-center gap-2">
      <div className="w-full sm:w-72">
        <TypedSearch value={search.q} set={(q) => change({ q })} />
      </div>
      <fieldset className="flex flex-wrap gap-1">
        <legend className="sr-only">Status</legend>
        {CHOICES.map(({ word, tone, statuses, of }) => {
          const on = statuses.every((each) => chosen.includes(each));
          return (
            <Button
              key={word}
              aria-pressed={on}
              className={on ? '!border-accent !bg-accent-soft' : ''}
              onClick={() => change({ status: toggleStatuses(search, statuses) })}
            >
              <span className={`size-2 rounded-full ${FILL[tone]}`} aria-hidden="true" />
              {word} <span className="tabular-nums text-muted">{formatCount(of(counts))}</span>
            </Button>
          );
        })}
      </fieldset>
      <div className="ml-auto flex">
        <Button look="quiet" onClick={openAll}>
          Open all
        </Button>
        <Button look="quiet" onClick={closeAll}>
          Close all
        </Button>
      </div>
    </search>
  );
}

const TYPING_MS = 250;

function TypedSearch({
  value,
  set,
}: {
  value: string | undefined;
  set: (value: string | undefined) => void;
}) {
  const [typed, setTyped] = useState(value ?? '');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(value ?? ''), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <TextField
      type="search"
      label="Search results"
      hideLabel
      placeholder="Part of a test, suite or file"
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => set(target.value.trim() || undefined), TYPING_MS);
      }}
    />
  );
}
