/** The filters above the list and its order; what is chosen stands in the address. */
import { useNavigate } from '@tanstack/react-router';
import { useMe } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { SelectField } from '../../kit/field.tsx';
import { TypedSearch } from '../../kit/typed-search.tsx';
import { type FailureSearch, hasFailureFilters } from './address.ts';

const STATUSES = [
  { value: '', label: 'Any status' },
  { value: 'open', label: 'Open' },
  { value: 'known-issue', label: 'Known issues' },
  { value: 'fixed', label: 'Fixed' },
  { value: 'ignored', label: 'Ignored' },
];
const SORTS = [
  { value: '', label: 'Last seen first' },
  { value: 'newest', label: 'Newest first' },
  { value: 'frequent', label: 'Most frequent first' },
];

export function FilterBar({ search }: { search: FailureSearch }) {
  const go = useNavigate({ from: '/failures' });
  const me = useMe();
  const set = (change: { [Name in keyof FailureSearch]?: string | undefined }) =>
    void go({ search: (known) => ({ ...known, ...change }) as typeof known, replace: true });
  return (
    <search className="mb-3 grid grid-cols-2 items-end gap-2 md:grid-cols-[minmax(0,1fr)_9rem_11rem_11rem_auto]">
      <TypedSearch
        label="Title or message"
        placeholder="Part of the message"
        value={search.search}
        set={(text) => set({ search: text })}
      />
      <SelectField
        label="Status"
        hideLabel
        value={search.status ?? ''}
        options={STATUSES}
        onChange={({ target }) => set({ status: target.value || undefined })}
      />
      <TypedSearch
        label="Owner"
        placeholder="Owner, or none"
        value={search.owner}
        list="failure-owners"
        set={(owner) => set({ owner })}
      />
      <datalist id="failure-owners">
        <option value={me.username} label="mine" />
        <option value="none" label="no owner" />
      </datalist>
      <SelectField
        label="Order"
        hideLabel
        value={search.sort ?? ''}
        options={SORTS}
        onChange={({ target }) => set({ sort: target.value || undefined })}
      />
      <Button
        disabled={!hasFailureFilters(search)}
        onClick={() =>
          set({ status: undefined, search: undefined, owner: undefined, definitionId: undefined })
        }
      >
        Clear
      </Button>
    </search>
  );
}
