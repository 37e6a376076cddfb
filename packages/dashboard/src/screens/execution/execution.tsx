/** One execution. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { Failure, Loading } from '../../kit/notice.tsx';
import { ExecutionChip } from '../../kit/outcome.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { CountsLine } from '../../parts/counts.tsx';

export function ExecutionScreen() {
  const { id } = useParams({ from: '/executions/$id' });
  const { project, api } = useWorkspace();
  const found = useQuery({
    queryKey: keyOf(project, 'execution', id),
    queryFn: async ({ signal }) =>
      (await api.GET('/api/v1/executions/{id}', { params: { path: { id } }, signal })).data,
  });
  if (found.isPending) return <Loading what="the execution" />;
  if (found.isError) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const execution = found.data;
  return (
    <PageHead title={execution.name} side={<ExecutionChip {...execution} />}>
      <CountsLine counts={execution.counts} />
    </PageHead>
  );
}
