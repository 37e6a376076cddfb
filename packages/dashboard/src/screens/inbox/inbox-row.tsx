/** One item of the inbox. Opening what it is about marks it as read. */
import { Link } from '@tanstack/react-router';
import { useAct } from '../../api/act.ts';
import type { Schema } from '../../api/client.ts';
import { HOME } from '../../api/workspace.tsx';
import { Button } from '../../kit/button.tsx';
import { Ago } from '../../kit/moment.tsx';
import { Chip } from '../../kit/outcome.tsx';
import { EventChips } from '../../parts/notification-events.tsx';
import { useProjects } from '../../parts/projects.ts';
import { INBOX } from '../../parts/unread.tsx';

type Item = Schema['InboxItem'];

export function InboxRow({ item }: { item: Item }) {
  const { itemId, events, createdAt, readAt, projectId } = item;
  const names = useProjects();
  const read = useAct({
    run: () => HOME.api.POST('/api/v1/inbox/read', { body: { itemIds: [itemId] } }),
    concerns: [INBOX],
  });
  const unread = readAt === null;
  const opened = () => {
    if (unread) read.go(undefined);
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-b border-line px-3.5 py-2 hover:bg-sunken sm:grid-cols-[5rem_minmax(0,1fr)_auto_5.5rem]">
      <span className="hidden sm:block">{unread && <Chip tone="accent">● unread</Chip>}</span>
      <span className="min-w-0">
        <Title item={item} opened={opened} />
        <span className="mt-0.5 flex flex-wrap items-center gap-1 text-xs">
          {unread && (
            <span className="sm:hidden">
              <Chip tone="accent">● unread</Chip>
            </span>
          )}
          <EventChips events={events} />
          {projectId !== null && (
            <Chip tone="quiet">project {names.get(projectId) ?? projectId.slice(-8)}</Chip>
          )}
        </span>
      </span>
      <span className="row-span-2 justify-self-end sm:row-span-1">
        {unread && (
          <Button look="quiet" busy={read.busy} onClick={opened} aria-label={`Mark read: ${item.title}`}>
            Mark read
          </Button>
        )}
      </span>
      <span className="text-sm text-muted sm:text-right">
        <Ago at={createdAt} />
      </span>
    </div>
  );
}

/** Of an execution a link into its own workspace, whichever is looked at; a quota has none. */
function Title({
  item: { title, executionId, projectId, readAt },
  opened,
}: {
  item: Item;
  opened: () => void;
}) {
  const look = `line-clamp-2 break-words sm:line-clamp-1 ${readAt === null ? 'font-semibold' : ''}`;
  if (executionId === null)
    return (
      <span className={look} title={title}>
        {title}
      </span>
    );
  return (
    <Link
      to="/executions/$id"
      params={{ id: executionId }}
      search={{ project: projectId ?? undefined } as { project?: string }}
      data-row
      title={title}
      onClick={opened}
      className={`${look} text-text`}
    >
      {title}
    </Link>
  );
}
