/** The workspace that is looked at, by the address, and what is asked there. */
import type { GauntletClient } from '@gauntlet/client';
import { queryOptions, useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { clientOf, type Schema } from './client.ts';

export type Workspace = { project: string | undefined; api: GauntletClient };

export function useWorkspace(): Workspace {
  const { project } = useSearch({ from: '__root__' });
  return { project, api: clientOf(project) };
}

/** Every key begins with the workspace: what was seen in one is never shown in another. */
export const keyOf = (project: string | undefined, ...rest: readonly unknown[]) =>
  [project ?? 'home', ...rest] as const;

export type Me = Schema['Me'];

export const meQuery = (project: string | undefined) =>
  queryOptions({
    queryKey: keyOf(project, 'me'),
    queryFn: async ({ signal }) => (await clientOf(project).GET('/api/v1/me', { signal })).data,
    staleTime: 60_000,
  });

export function useMe(): Me {
  const { project } = useWorkspace();
  return useSuspenseQuery(meQuery(project)).data;
}

/** Whether the person may do what needs this scope here: controls that would be refused are not offered. */
export function useMay(scope: string): boolean {
  const { project } = useWorkspace();
  const scopes = useQuery(meQuery(project)).data?.scopes ?? [];
  return scopes.includes(scope) || scopes.includes('admin');
}

/** What belongs to no project: people, tokens, quotas, the trail. */
export const HOME: Workspace = { project: undefined, api: clientOf(undefined) };

/** As `useMay`, of what belongs to no project, whatever is looked at. */
export function useMayAtHome(scope: string): boolean {
  const scopes = useQuery(meQuery(undefined)).data?.scopes ?? [];
  return scopes.includes(scope) || scopes.includes('admin');
}
