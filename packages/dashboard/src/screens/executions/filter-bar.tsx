/** The filters above the list. What is typed goes into the address after a moment without a key. */
import { useEffect, useRef, useState } from 'react';
import { Button } from '../../kit/button.tsx';
import { SelectField, TextField } from '../../kit/field.tsx';
import { AGES, ageOf, type ExecutionFilters, hasFilters, OUTCOMES, outcomeOf } from './filters.ts';
import { type OpenedView, searchOf } from './opened-view.ts';
import { useGoToSearch } from './use-opened-view.ts';

const TYPING_MS = 250;

type BarProps = { filters: ExecutionFilters; view: OpenedView | undefined };

export function FilterBar({ filters, view }: BarProps) {
  const go = useGoToSearch();
  const set = (change: { [Name in keyof ExecutionFilters]?: string | undefined }) =>
    go(searchOf({ ...filters, ...change } as ExecutionFilters, view));
  const outcome = outcomeOf(filters);
  const age = ageOf(filters);
  return (
    <search className="mb-3 grid grid-cols-2 items-end gap-2 lg:grid-cols-[minmax(0,1fr)_12.5rem_12.5rem_9.5rem_auto]">
      <TypedFilter label="Name" value={filters.name} set={(name) => set({ name })} />
      <SelectField
        label="Outcome"
        hideLabel
        value={outcome}
        onChange={({ target }) => {
          const chosen = OUTCOMES.find(({ value }) => value === target.value)?.filters;
          if (chosen) set({ verdict: undefined, status: undefined, ...chosen });
        }}
        options={outcome === 'other' ? [...OUTCOMES, OTHER] : OUTCOMES}
      />
      <TypedFilter label="Tag" value={filters.tag} set={(tag) => set({ tag })} />
      <SelectField
        label="Time"
        hideLabel
        value={age}
        onChange={({ target }) => {
          if (target.value !== OTHER.value) set({ since: target.value || undefined, until: undefined });
        }}
        options={age === 'other' ? [...AGES, OTHER] : AGES}
      />
      <Button disabled={!hasFilters(filters)} onClick={() => go({ view: 'all' })}>
        Clear
      </Button>
    </search>
  );
}

const OTHER = { value: 'other', label: 'As in the address' };

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
