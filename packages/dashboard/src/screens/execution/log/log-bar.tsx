/** What part of the log is shown, search, and how it looks. */
import { Link } from '@tanstack/react-router';
import type { RefObject } from 'react';
import { useWorkspace } from '../../../api/workspace.tsx';
import { Button, buttonClass } from '../../../kit/button.tsx';
import { inputClass, SelectField } from '../../../kit/field.tsx';
import { formatCount } from '../../../kit/quantities.ts';
import type { Execution } from '../queries.ts';
import { useExecutionSearch } from '../use-search.ts';
import { textAddress } from './text-address.ts';

export type LogLook = { wrap: boolean; times: boolean; follow: boolean };
type Search = {
  field: RefObject<HTMLInputElement | null>;
  text: string;
  setText: (text: string) => void;
  found: readonly number[];
  at: number | null;
  step: (by: 1 | -1) => void;
  toFailure: () => void;
  /** Of what is marked, or where one came from. */
  result: string | undefined;
};
type Props = { execution: Execution; look: LogLook; setLook: (look: LogLook) => void; search: Search };

export function LogBar({ execution, look, setLook, search }: Props) {
  const { search: address } = useExecutionSearch();
  const { project } = useWorkspace();
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
      <Parts execution={execution} />
      <Find search={search} />
      <Button onClick={search.toFailure} title="Key f">
        {search.at === null ? 'First failure' : 'Next failure'}
      </Button>
      {search.result && (
        <Link
          from="/executions/$id"
          search={(known) => ({ ...known, tab: undefined, result: search.result }) as never}
          title="Key o"
          className={buttonClass()}
        >
          Open its result
        </Link>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <Toggle name="Wrap" on={look.wrap} set={(wrap) => setLook({ ...look, wrap })} />
        <Toggle name="Times" on={look.times} set={(times) => setLook({ ...look, times })} />
        <Toggle name="Follow" on={look.follow} set={(follow) => setLook({ ...look, follow })} />
        <a
          href={textAddress(execution.executionId, { ...address, project })}
          target="_blank"
          rel="noreferrer"
          className={buttonClass('quiet')}
        >
          Plain text
        </a>
      </div>
    </div>
  );
}

function Parts({ execution: { groups } }: { execution: Execution }) {
  const { search, change } = useExecutionSearch();
  const indexes = [...new Set(groups.map(({ index }) => index))].toSorted((a, b) => a - b);
  return (
    <>
      {indexes.length > 1 && (
        <SelectField
          label="Group"
          hideLabel
          value={String(search.group ?? '')}
          onChange={({ target }) => change({ group: target.value === '' ? undefined : Number(target.value) })}
          options={[
            { value: '', label: 'All groups' },
            ...indexes.map((index) => ({ value: String(index), label: `Group ${index + 1}` })),
          ]}
        />
      )}
      <SelectField
        label="Part of the log"
        hideLabel
        value={search.stream ?? ''}
        onChange={({ target }) =>
          change({ stream: target.value === '' ? undefined : (target.value as 'setup') })
        }
        options={[
          { value: '', label: 'Set-up and tests' },
          { value: 'setup', label: 'Set-up' },
          { value: 'output', label: 'Tests' },
        ]}
      />
    </>
  );
}

function Find({ search: { field, text, setText, found, at, step } }: { search: Search }) {
  const place = at === null ? -1 : found.indexOf(at);
  return (
    <search className="flex items-center gap-1">
      <input
        ref={field}
        type="search"
        aria-label="Search the log"
        placeholder="Search the log"
        value={text}
        onChange={({ target }) => setText(target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') field.current?.blur();
        }}
        className={`${inputClass} !w-64 max-w-full`}
      />
      <span role="status" className="min-w-12 text-xs whitespace-nowrap text-muted tabular-nums">
        {text !== '' &&
          (found.length === 0
            ? 'not found'
            : `${place === -1 ? '–' : formatCount(place + 1)} of ${formatCount(found.length)}`)}
      </span>
      <Button
        look="quiet"
        aria-label="Match before"
        title="Key N"
        disabled={found.length === 0}
        onClick={() => step(-1)}
      >
        ↑
      </Button>
      <Button
        look="quiet"
        aria-label="Next match"
        title="Key n"
        disabled={found.length === 0}
        onClick={() => step(1)}
      >
        ↓
      </Button>
    </search>
  );
}

function Toggle({ name, on, set }: { name: string; on: boolean; set: (on: boolean) => void }) {
  return (
    <label className="flex min-h-6 items-center gap-1.5">
      <input
        type="checkbox"
        checked={on}
        onChange={({ target }) => set(target.checked)}
        className="accent-accent"
      />
      {name}
    </label>
  );
}
