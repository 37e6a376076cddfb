/** Filters of the audit trail; what is chosen stands in the address. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Button } from '../../kit/button.tsx';
import { TextField } from '../../kit/field.tsx';
import { TypedSearch } from '../../kit/typed-search.tsx';
import { type AuditFilters, fromInput, hasAuditFilters, toInput } from './filters.ts';

export function FilterBar({ filters }: { filters: AuditFilters }) {
  const go = useNavigate({ from: '/audit' });
  const set = (change: AuditFilters) =>
    void go({ search: (known) => ({ ...known, ...change }), replace: true });
  const actions = useActions();
  return (
    <search className="mb-3 grid grid-cols-2 items-end gap-2 md:grid-cols-3 xl:grid-cols-[repeat(4,minmax(0,1fr))_12rem_12rem_auto]">
      <TypedSearch
        label="Action"
        placeholder="Action: secret.*"
        value={filters.action}
        list="audit-actions"
        set={(action) => set({ action } as AuditFilters)}
      />
      <datalist id="audit-actions">
        {actions.map((action) => (
          <option key={action} value={action} />
        ))}
      </datalist>
      <TypedSearch label="Who" value={filters.user} set={(user) => set({ user } as AuditFilters)} />
      <TypedSearch label="Token" value={filters.token} set={(token) => set({ token } as AuditFilters)} />
      <TypedSearch
        label="Target"
        placeholder="Target, by name"
        value={filters.target}
        set={(target) =>
          set({ target, ...(target === undefined ? { targetKind: undefined } : {}) } as AuditFilters)
        }
      />
      <TextField
        label="From"
        type="datetime-local"
        value={toInput(filters.from)}
        onChange={({ target }) => set({ from: fromInput(target.value) } as AuditFilters)}
      />
      <TextField
        label="Until"
        type="datetime-local"
        value={toInput(filters.until)}
        onChange={({ target }) => set({ until: fromInput(target.value) } as AuditFilters)}
      />
      <Button
        disabled={!hasAuditFilters(filters)}
        onClick={() =>
          void go({
            search: ({ project, follow }) => ({
              ...(project ? { project } : {}),
              ...(follow ? { follow } : {}),
            }),
            replace: true,
          })
        }
      >
        Clear
      </Button>
    </search>
  );
}

/** Every action there is, and all of a resource: from the contract, which is loaded once a filter may need it. */
function useActions(): readonly string[] {
  const known = useQuery({
    queryKey: ['audit-actions'],
    queryFn: async () => (await import('@gauntlet/contract')).AUDIT_ACTIONS,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const actions = known.data ?? [];
  const resources = [...new Set(actions.map((action) => `${action.split('.')[0]}.*`))];
  return [...resources, ...actions];
}
