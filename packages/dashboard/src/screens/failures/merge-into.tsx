/** Saying that a cause is the same as another, which stays. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { FormDialog } from '../../kit/form.tsx';
import { Failure, Loading } from '../../kit/notice.tsx';
import { plural } from '../../kit/quantities.ts';
import { TypedSearch } from '../../kit/typed-search.tsx';
import { type Cause, causeKey, causesKey } from './cause-query.ts';

type Other = Schema['FailureCauseSummary'];

const OFFERED = 50;

export function MergeInto({ cause }: { cause: Cause }) {
  const [open, setOpen] = useState<'closed' | 'open'>('closed');
  return (
    <>
      <Button onClick={() => setOpen('open')}>Merge into another</Button>
      {open === 'open' && <MergeDialog cause={cause} onClose={() => setOpen('closed')} />}
    </>
  );
}

function MergeDialog({
  cause: { causeId, projectId, title },
  onClose,
}: {
  cause: Cause;
  onClose: () => void;
}) {
  const workspace = useWorkspace();
  const go = useNavigate();
  const [search, setSearch] = useState<string | undefined>();
  const [chosen, setChosen] = useState<Other | null>(null);
  const params = { path: { id: causeId } };
  const merge = useAct({
    run: async ({ causeId: failureCauseId }: Other) =>
      (await workspace.api.POST('/api/v1/failure-causes/{id}/merge', { params, body: { failureCauseId } }))
        .data,
    concerns: [causesKey(workspace)],
    said: (into) => `“${title}” is part of “${into.title}” now.`,
    undo: () => () => workspace.api.POST('/api/v1/failure-causes/{id}/unmerge', { params }),
    onDone: (into) => {
      onClose();
      void go({ to: '/failures/$id', params: { id: into.causeId } });
    },
    refusals: 'here',
  });
  return (
    <FormDialog
      title="Merge into another"
      action="Merge"
      busy={merge.busy}
      error={merge.error}
      disabled={chosen === null}
      onSend={() => chosen && merge.go(chosen)}
      onClose={onClose}
    >
      <p className="text-sm text-muted">
        The other one stays, with what is known of it. What was counted of each is kept apart, so that they
        can be taken apart again.
      </p>
      <TypedSearch
        label="Title or message of the other"
        value={search}
        set={(text) => {
          setSearch(text);
          setChosen(null);
        }}
      />
      <Others
        self={causeId}
        projectId={projectId}
        search={search}
        chosen={chosen?.causeId}
        choose={setChosen}
      />
    </FormDialog>
  );
}

type OthersProps = {
  self: string;
  projectId: string | null;
  search: string | undefined;
  chosen: string | undefined;
  choose: (other: Other) => void;
};

function Others({ self, projectId, search, chosen, choose }: OthersProps) {
  const workspace = useWorkspace();
  const found = useQuery({
    queryKey: causeKey(workspace, 'to merge into', search),
    queryFn: async ({ signal }) => {
      const query = { limit: OFFERED, ...(search === undefined ? {} : { search }) };
      return (await workspace.api.GET('/api/v1/failure-causes', { params: { query }, signal })).data.items;
    },
    placeholderData: keepPreviousData,
  });
  if (found.isPending) return <Loading what="failures" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  // Of another project it would be refused.
  const others = found.data.filter((one) => one.causeId !== self && one.projectId === projectId);
  if (others.length === 0) return <p className="text-sm text-muted">There is no other one that matches.</p>;
  return (
    <fieldset className="max-h-72 overflow-y-auto rounded-md border border-line">
      <legend className="sr-only">The one that stays</legend>
      {others.map((other) => (
        <label
          key={other.causeId}
          className="flex items-baseline gap-2 border-b border-line px-3 py-1.5 text-sm last:border-0 hover:bg-sunken"
        >
          <input
            type="radio"
            name="into"
            checked={other.causeId === chosen}
            onChange={() => choose(other)}
            className="translate-y-0.5"
          />
          <bdi className="min-w-0 flex-1 break-words">{other.title}</bdi>
          <span className="shrink-0 text-xs text-muted">{plural(other.occurrences, 'time')}</span>
        </label>
      ))}
    </fieldset>
  );
}
