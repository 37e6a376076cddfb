/** What the screens of integrations ask for, more than one of them the same. */
import { useQuery } from '@tanstack/react-query';
import type { Schema } from '../../api/client.ts';
import { HOME, keyOf, meQuery, useMe, useWorkspace, type Workspace } from '../../api/workspace.tsx';

export type Channel = Schema['Channel'];
export type Rule = Schema['NotificationRule'];
export type Delivery = Schema['Delivery'];

type PageOf<Item> = { items: Item[]; nextCursor: string | null };

/** As many as a page holds at most. */
const PAGE = 500;

/** Those lists are short, and are looked up in by id: all of it. */
async function all<Item>(ask: (cursor: { cursor?: string }) => Promise<PageOf<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let next: string | null = null;
  do {
    const page: PageOf<Item> = await ask(next === null ? {} : { cursor: next });
    items.push(...page.items);
    next = page.nextCursor;
  } while (next !== null);
  return items;
}

const channelsQuery = ({ project, api }: Workspace) => ({
  queryKey: keyOf(project, 'channels'),
  queryFn: ({ signal }: { signal: AbortSignal }) =>
    all(async (cursor) => {
      const query = { limit: PAGE, ...cursor };
      return (await api.GET('/api/v1/channels', { params: { query }, signal })).data;
    }),
});

export const useChannels = () => useQuery(channelsQuery(useWorkspace()));

/** Channels that a rule of this project, or of the team (null), may lead to: its own and the team's. */
export function useChannelsFor(projectId: string | null): readonly Channel[] {
  const workspace = useWorkspace();
  const home = useQuery(channelsQuery(HOME));
  const here = useQuery(channelsQuery(workspace));
  const isOwnTeam = useIsOwnTeam();
  const all = [...(here.data ?? []), ...(isOwnTeam ? (home.data ?? []) : [])];
  const fitting = all.filter((channel) => channel.projectId === null || channel.projectId === projectId);
  return [...new Map(fitting.map((channel) => [channel.channelId, channel])).values()];
}

/** A project may be another team's, whose channels are not seen. */
function useIsOwnTeam(): boolean {
  const here = useMe();
  return useQuery(meQuery(undefined)).data?.teamId === here.teamId;
}

export function useRules() {
  const { project, api } = useWorkspace();
  return useQuery({
    queryKey: keyOf(project, 'notification-rules'),
    queryFn: ({ signal }) =>
      all(async (cursor) => {
        const query = { limit: PAGE, ...cursor };
        return (await api.GET('/api/v1/notification-rules', { params: { query }, signal })).data;
      }),
  });
}

/** For a choice: the last changed of the workspace, as many as a page holds. */
export function useDefinitions() {
  const { project, api } = useWorkspace();
  return useQuery({
    queryKey: keyOf(project, 'definitions', 'for a choice'),
    queryFn: async ({ signal }) =>
      (await api.GET('/api/v1/definitions', { params: { query: { limit: PAGE } }, signal })).data.items,
  });
}
