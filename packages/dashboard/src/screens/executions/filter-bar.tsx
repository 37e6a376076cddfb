/** The filters above the list. What is typed goes into the address after a moment without a key. */
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../kit/button.tsx';
import { SelectField, TextField } from '../../kit/field.tsx';
import { type ExecutionFilters, hasFilters, OUTCOMES, outcomeOf } from './filters.ts';

const TYPING_MS = 250;

export function FilterBar({ filters }: { filters: ExecutionFilters }) {
  const go = useNavigate({ from: '/executions' });
  const set = (change: ExecutionFilters) =>
    void go({
      search: ({ project }) => ({ ...(project ? { project } : {}), ...filters, ...change }),
      replace: true,
    });
  const outcome = outcomeOf(filters);
  return (
    <search className="mb-3 grid grid-cols-2 items-end gap-2 md:grid-cols-[minmax(0,1fr)_14rem_12rem_auto]">
      <TypedFilter label="Name" value={filters.name} set={(name) => set({ name })} />
      <SelectField
        label="Outcome"
        hideLabel
        value={outcome}
        onChange={({ target }) => {
          const chosen = OUTCOMES.find(({ value }) => value === target.value)?.filters;
          if (chosen) set({ verdict: undefined, status: undefined, ...chosen } as ExecutionFilters);
        }}
        options={
          outcome === 'other' ? [...OUTCOMES, { value: 'other', label: 'As in the address' }] : OUTCOMES
        }
      />
      <TypedFilter label="Tag" value={filters.tag} set={(tag) => set({ tag })} />
      <Button disabled={!hasFilters(filters)} onClick={() => set(NO_FILTERS)}>
        Clear
      </Button>
    </search>
  );
}

const NO_FILTERS = Object.fromEntries(
  ['name', 'verdict', 'status', 'tag', 'definitionId', 'since', 'until'].map((key) => [key, undefined]),
) as ExecutionFilters;

type TypedProps = { label: string; value: string | undefined; set: (value: string | undefined) => void };

const PLACEHOLDERS: Readonly<Record<string, string>> = {
  Name: 'Part of the name',
  Tag: 'Tag: key or key=value',
};

function TypedFilter({ label, value, set }: TypedProps) {
  const [typed, setTyped] = useState(value ?? '');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => setTyped(value ?? ''), [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  return (
    <TextField
      type="search"
      label={label}
      hideLabel
      placeholder={PLACEHOLDERS[label]}
      value={typed}
      onChange={({ target }) => {
        setTyped(target.value);
        clearTimeout(timer.current);
        timer.current = setTimeout(() => set(target.value.trim() || undefined), TYPING_MS);
      }}
    />
  );
}
