/** What was told, and what was not: why, and once more. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useAct } from '../../api/act.ts';
import { keyOf, useMay, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { SelectField } from '../../kit/field.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { plural } from '../../kit/quantities.ts';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { DELIVERY_STATUSES, type DeliveryStatus } from './address.ts';
import { DeliveryRow } from './delivery-row.tsx';
import { useChannels } from './queries.ts';

const PAGE = 100;
/** No event tells that a delivery was tried. */
const LOOK_AGAIN_MS = 10_000;

type Filters = { status?: DeliveryStatus | undefined; channel?: string | undefined };

export function Deliveries() {
  const { status, channel } = useSearch({ from: '/integrations' });
  return (
    <>
      <FilterBar status={status} channel={channel} />
      <DeliveryRows status={status} channel={channel} />
    </>
  );
}

function FilterBar({ status, channel }: Filters) {
  const go = useNavigate({ from: '/integrations' });
  const may = useMay('submit');
  const channels = useChannels().data ?? [];
  const set = (change: Filters) => void go({ search: (known) => ({ ...known, ...change }), replace: true });
  const isKnown = channel === undefined || channels.some(({ channelId }) => channelId === channel);
  return (
    <search className="mb-3 grid grid-cols-2 items-end gap-2 md:grid-cols-[12rem_16rem_minmax(0,1fr)]">
      <SelectField
        label="Status"
        hideLabel
        value={status ?? ''}
        options={[
          { value: '', label: 'Any status' },
          ...DELIVERY_STATUSES.map((one) => ({ value: one, label: STATUS_LABELS[one] })),
        ]}
        onChange={({ target }) => set({ status: (target.value || undefined) as DeliveryStatus | undefined })}
      />
      <SelectField
        label="Channel"
        hideLabel
        value={channel ?? ''}
        options={[
          { value: '', label: 'Any channel' },
          ...channels.map(({ channelId, name }) => ({ value: channelId, label: name })),
          ...(isKnown ? [] : [{ value: channel, label: 'As in the address' }]),
        ]}
        onChange={({ target }) => set({ channel: target.value || undefined })}
      />
      {may && (
        <div className="col-span-2 flex justify-end md:col-span-1">
          <ReplayDead channel={channel} />
        </div>
      )}
    </search>
  );
}

const STATUS_LABELS: Readonly<Record<DeliveryStatus, string>> = {
  pending: 'Pending',
  delivered: 'Delivered',
  failed: 'Failed, tried again',
  dead: 'Dead',
};

function ReplayDead({ channel }: { channel: string | undefined }) {
  const { project, api } = useWorkspace();
  const replay = useAct({
    run: async () => {
      const body = channel === undefined ? {} : { channelId: channel };
      return (await api.POST('/api/v1/deliveries/replay', { body })).data;
    },
    concerns: [keyOf(project, 'deliveries'), keyOf(project, 'channels')],
    said: ({ replayed }) =>
      replayed === 0
        ? 'None was dead.'
        : `${plural(replayed, 'dead delivery', 'dead deliveries')} tried again.`,
  });
  return (
    <Button busy={replay.busy} onClick={() => replay.go(undefined)}>
      {channel === undefined ? 'Replay all dead' : 'Replay all dead of this channel'}
    </Button>
  );
}

function DeliveryRows({ status, channel }: Filters) {
  const { project, api } = useWorkspace();
  const found = useInfiniteQuery({
    queryKey: keyOf(project, 'deliveries', 'list', { status, channel }),
    queryFn: async ({ pageParam, signal }) => {
      const query = {
        limit: PAGE,
        ...(status === undefined ? {} : { status }),
        ...(channel === undefined ? {} : { channelId: channel }),
        ...(pageParam === undefined ? {} : { cursor: pageParam }),
      };
      return (await api.GET('/api/v1/deliveries', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // Who has gone far down is not asked for all of it anew.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : LOOK_AGAIN_MS),
  });
  if (found.isPending) return <Loading what="deliveries" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const rows = found.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return <NoDeliveries filtered={status !== undefined || channel !== undefined} />;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <VirtualRows
        items={rows}
        keyOf={({ deliveryId }) => deliveryId}
        estimatedHeight={57}
        label="Deliveries, the newest first"
      >
        {(delivery) => <DeliveryRow delivery={delivery} />}
      </VirtualRows>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </div>
  );
}

const NoDeliveries = ({ filtered }: { filtered: boolean }) =>
  filtered ? (
    <Empty title="No delivery matches">Choose another status or channel above.</Empty>
  ) : (
    <Empty title="Nothing was told yet">
      What a rule tells through a channel stands here, with what the receiver answered. What goes to inboxes
      does not.
    </Empty>
  );
