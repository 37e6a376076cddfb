/** What is run by the clock in the workspace, the newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useMay, useWorkspace } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { SelectField } from '../../kit/field.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import type { ScheduleSearch } from './address.ts';
import { EditSchedule } from './edit-schedule.tsx';
import { NewSchedule } from './new-schedule.tsx';
import { schedulesKey } from './schedule-query.ts';
import { ScheduleRow } from './schedule-row.tsx';

const PAGE = 100;

const STATUSES = [
  { value: '', label: 'All' },
  { value: 'enabled', label: 'Enabled' },
  { value: 'paused', label: 'Paused' },
];

export function Schedules() {
  const { status, open, definition } = useSearch({ from: '/schedules' });
  const go = useNavigate({ from: '/schedules' });
  const may = useMay('submit');
  const set = (change: { [Name in keyof ScheduleSearch]?: string | undefined }) =>
    void go({ search: (known) => ({ ...known, ...change }) as typeof known, replace: true });
  const close = () => set({ open: undefined, definition: undefined });
  return (
    <>
      <PageHead
        title="Schedules"
        side={
          may && (
            <Button look="primary" onClick={() => set({ open: 'new' })}>
              New schedule
            </Button>
          )
        }
      >
        Definitions that are run at set times, in the name of who made the schedule.
      </PageHead>
      <div className="mb-3 max-w-52">
        <SelectField
          label="Which schedules"
          hideLabel
          value={status ?? ''}
          options={STATUSES}
          onChange={({ target }) => set({ status: target.value || undefined })}
        />
      </div>
      <ScheduleList status={status} mayChange={may} open={(id) => set({ open: id })} />
      {may && open === 'new' && <NewSchedule definitionId={definition} onClose={close} />}
      {may && open !== undefined && open !== 'new' && <EditSchedule key={open} id={open} onClose={close} />}
    </>
  );
}

type ListProps = { status: ScheduleSearch['status']; mayChange: boolean; open: (id: string) => void };

function ScheduleList({ status, mayChange, open }: ListProps) {
  const workspace = useWorkspace();
  const filters = status === undefined ? {} : { status };
  const found = useInfiniteQuery({
    queryKey: schedulesKey(workspace, 'list', filters),
    queryFn: async ({ pageParam, signal }) => {
      const query = { ...filters, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await workspace.api.GET('/api/v1/schedules', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
  if (found.isPending) return <Loading what="schedules" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const rows = found.data.pages.flatMap(({ items }) => items);
  if (rows.length === 0) return <NoSchedules status={status} />;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <VirtualRows
        items={rows}
        keyOf={({ scheduleId }) => scheduleId}
        estimatedHeight={62}
        label="Schedules, the newest first"
      >
        {(schedule) => (
          <ScheduleRow schedule={schedule} mayChange={mayChange} edit={() => open(schedule.scheduleId)} />
        )}
      </VirtualRows>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </div>
  );
}

function NoSchedules({ status }: { status: ScheduleSearch['status'] }) {
  if (status === 'paused') return <Empty title="No schedule is paused" />;
  if (status === 'enabled') return <Empty title="No schedule runs now">Paused ones are under “All”.</Empty>;
  return (
    <Empty title="There is no schedule yet">
      <p>A schedule runs a definition each night, each quarter of an hour, on weekdays at nine:</p>
      <pre className="mx-auto mt-3 w-fit max-w-full whitespace-pre-wrap rounded-md bg-sunken px-4 py-2 text-left font-mono text-sm text-text">
        gauntlet schedule add checkout "0 9 * * 1-5"
      </pre>
    </Empty>
  );
}
