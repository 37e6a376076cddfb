/** Chooses an execution to compare with: those of the same definition first, any other by its name. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Schema } from '../api/client.ts';
import { keyOf, useWorkspace } from '../api/workspace.tsx';
import { Dialog } from '../kit/dialog.tsx';
import { Ago } from '../kit/moment.tsx';
import { Empty, Failure, Loading } from '../kit/notice.tsx';
import { ExecutionChip } from '../kit/outcome.tsx';
import { TypedSearch } from '../kit/typed-search.tsx';
import { CountsLine } from './counts.tsx';
import { JUDGED } from './judged.ts';

const MOST = 30;

type Pair = { id: string; other: string };
type Props = {
  title: string;
  definitionId: string;
  /** One that is compared already. */
  except: string;
  compareTo: (executionId: string) => Pair;
  onClose: () => void;
};

export function PickExecution({ title, definitionId, except, compareTo, onClose }: Props) {
  const { project, api } = useWorkspace();
  const [name, setName] = useState<string>();
  const query = { ...(name === undefined ? { definitionId } : { name }), verdict: JUDGED, limit: MOST };
  const found = useQuery({
    queryKey: keyOf(project, 'executions', 'pick', query),
    queryFn: async ({ signal }) =>
      (await api.GET('/api/v1/executions', { params: { query }, signal })).data.items,
    placeholderData: (known) => known,
  });
  const others = found.data?.filter(({ executionId }) => executionId !== except);
  return (
    <Dialog title={title} onClose={onClose}>
      <TypedSearch label="Name" placeholder="Part of the name of any execution" value={name} set={setName} />
      <p className="mt-2 text-xs text-muted">
        {name === undefined ? 'Runs of the same definition, the newest first' : 'The newest first'}
      </p>
      {found.isPending && <Loading what="executions" />}
      {found.isError && <Failure error={found.error} retry={() => void found.refetch()} />}
      {others?.length === 0 && (
        <Empty title="There is no other">
          Only executions that came to a verdict over their tests are listed.
        </Empty>
      )}
      <ul className="mt-1 max-h-96 overflow-y-auto">
        {others?.map((execution) => (
          <li key={execution.executionId}>
            <Choice execution={execution} pair={compareTo(execution.executionId)} onClose={onClose} />
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

type ChoiceProps = { execution: Schema['ExecutionSummary']; pair: Pair; onClose: () => void };

const Choice = ({ execution, pair, onClose }: ChoiceProps) => (
  <Link
    to="/executions/$id/compare/$other"
    params={pair}
    search={{}}
    onClick={onClose}
    className="grid grid-cols-[6rem_minmax(0,1fr)_auto] items-center gap-x-3 rounded px-2 py-1.5 text-text hover:bg-sunken hover:no-underline focus-visible:-outline-offset-2"
  >
    <span>
      <ExecutionChip {...execution} />
    </span>
    <span className="min-w-0">
      <span className="block truncate">{execution.name}</span>
      <span className="block truncate text-xs">
        <CountsLine counts={execution.counts} />
      </span>
    </span>
    <span className="text-sm text-muted">
      <Ago at={execution.submittedAt} />
    </span>
  </Link>
);
