/** What went through a channel last, and how. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { keyOf, useWorkspace } from '../../api/workspace.tsx';
import { Ago } from '../../kit/moment.tsx';
import { DeliveryChip } from './delivery-chip.tsx';

export function LastDelivery({ channelId }: { channelId: string }) {
  const { project, api } = useWorkspace();
  const found = useQuery({
    queryKey: keyOf(project, 'deliveries', 'last', channelId),
    queryFn: async ({ signal }) => {
      const query = { channelId, limit: 1 };
      return (await api.GET('/api/v1/deliveries', { params: { query }, signal })).data.items[0] ?? null;
    },
  });
  if (found.isPending) return <span className="text-muted">…</span>;
  if (found.isError) return <span className="text-muted">unknown</span>;
  if (found.data === null) return <span className="text-muted">none yet</span>;
  const { status, createdAt, deliveredAt } = found.data;
  return (
    <Link
      to="/integrations"
      search={({ project: looked }: { project?: string }) => ({
        ...(looked ? { project: looked } : {}),
        tab: 'deliveries' as const,
        channel: channelId,
      })}
      className="inline-flex flex-wrap items-center gap-x-2 text-text"
    >
      <DeliveryChip status={status} />
      <span className="text-sm text-muted">
        <Ago at={deliveredAt ?? createdAt} />
      </span>
    </Link>
  );
}
