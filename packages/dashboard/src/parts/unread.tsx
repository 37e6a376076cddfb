/** How much of one's inbox is unread: it belongs to the person, whatever workspace is looked at. */
import { useQuery } from '@tanstack/react-query';
import { HOME, keyOf } from '../api/workspace.tsx';
import { formatCount } from '../kit/quantities.ts';

/** The head of the keys under which one's inbox is kept. */
export const INBOX = keyOf(undefined, 'inbox');

/** What comes into the inbox is told by no event: it is looked into. */
export const LOOK_AGAIN_MS = 30_000;

export function UnreadCount() {
  const found = useQuery({
    queryKey: [...INBOX, 'unread'],
    queryFn: async ({ signal }) => {
      const query = { show: 'unread', limit: 1 } as const;
      return (await HOME.api.GET('/api/v1/inbox', { params: { query }, signal })).data.unread;
    },
    refetchInterval: LOOK_AGAIN_MS,
  });
  if (!found.data) return null;
  return (
    <span className="rounded-full bg-accent px-1.5 text-xs font-medium text-on-accent tabular-nums">
      {found.data > 99 ? '99+' : formatCount(found.data)}
      <span className="sr-only"> unread</span>
    </span>
  );
}
