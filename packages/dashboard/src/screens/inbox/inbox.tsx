/** What there is to know for oneself, the newest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useAct } from '../../api/act.ts';
import { HOME } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { SelectField } from '../../kit/field.tsx';
import { More } from '../../kit/more.tsx';
import { Empty, Failure, Loading } from '../../kit/notice.tsx';
import { PageHead } from '../../kit/panel.tsx';
import { plural } from '../../kit/quantities.ts';
import { VirtualRows } from '../../kit/virtual-rows.tsx';
import { INBOX, LOOK_AGAIN_MS } from '../../parts/unread.tsx';
import { InboxRow } from './inbox-row.tsx';

const PAGE = 100;

type Show = 'all' | 'unread';

export function Inbox() {
  const { show = 'all' } = useSearch({ from: '/inbox' });
  return (
    <>
      <PageHead
        title="Inbox"
        side={
          <>
            <WhichItems show={show} />
            <ReadAll />
          </>
        }
      >
        What the rules of notifications tell you. It is yours alone, across all projects.
      </PageHead>
      <InboxList show={show} />
    </>
  );
}

function WhichItems({ show }: { show: Show }) {
  const go = useNavigate({ from: '/inbox' });
  return (
    <SelectField
      label="Which items"
      hideLabel
      value={show}
      options={[
        { value: 'all', label: 'All' },
        { value: 'unread', label: 'Unread only' },
      ]}
      onChange={({ target }) =>
        void go({
          search: ({ project }) => ({
            ...(project ? { project } : {}),
            ...(target.value === 'unread' ? { show: 'unread' as const } : {}),
          }),
          replace: true,
        })
      }
    />
  );
}

function ReadAll() {
  const read = useAct({
    run: async () => (await HOME.api.POST('/api/v1/inbox/read', { body: {} })).data,
    concerns: [INBOX],
    said: ({ marked }) =>
      marked === 0 ? 'All was read already.' : `${plural(marked, 'item')} marked as read.`,
  });
  return (
    <Button busy={read.busy} onClick={() => read.go(undefined)}>
      Mark all as read
    </Button>
  );
}

function InboxList({ show }: { show: Show }) {
  const found = useInfiniteQuery({
    queryKey: [...INBOX, 'list', show],
    queryFn: async ({ pageParam, signal }) => {
      const query = { show, limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      return (await HOME.api.GET('/api/v1/inbox', { params: { query }, signal })).data;
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    // Who has gone far down is not asked for all of it anew.
    refetchInterval: ({ state }) => ((state.data?.pages.length ?? 0) > 1 ? false : LOOK_AGAIN_MS),
  });
  if (found.isPending) return <Loading what="your inbox" />;
  if (found.isError && !found.data) return <Failure error={found.error} retry={() => void found.refetch()} />;
  const items = found.data.pages.flatMap((page) => page.items);
  if (items.length === 0) return <NothingToKnow show={show} />;
  return (
    <div className="overflow-hidden rounded-lg border border-line bg-surface">
      <VirtualRows
        items={items}
        keyOf={({ itemId }) => itemId}
        estimatedHeight={57}
        label="Inbox, the newest first"
      >
        {(item) => <InboxRow item={item} />}
      </VirtualRows>
      <More
        hasMore={found.hasNextPage}
        busy={found.isFetchingNextPage}
        load={() => void found.fetchNextPage()}
      />
    </div>
  );
}

const NothingToKnow = ({ show }: { show: Show }) =>
  show === 'unread' ? (
    <Empty title="You have read all of it">Choose “All” above to see what you have read.</Empty>
  ) : (
    <Empty title="Your inbox is empty">
      <p>
        Without any rule it tells you when an execution that you submitted fails, or recovers. A rule under
        Integrations says what it tells besides, and whom:
      </p>
      <pre className="mx-auto mt-3 w-fit max-w-full whitespace-pre-wrap rounded-md bg-sunken px-4 py-2 text-left font-mono text-sm text-text">
        gauntlet notify rule add main --on failed --inbox team
      </pre>
    </Empty>
  );
