/** Projects by their id, for wherever one is named. */
import { useQuery } from '@tanstack/react-query';
import { HOME } from '../api/workspace.tsx';

const PROJECTS = ['projects', 'with-archived'] as const;

export function useProjects(): ReadonlyMap<string, string> {
  const found = useQuery({
    queryKey: PROJECTS,
    queryFn: async ({ signal }) => {
      const query = { limit: 500, archived: 'with' } as const;
      return (await HOME.api.GET('/api/v1/projects', { params: { query }, signal })).data.items;
    },
    staleTime: 60_000,
  });
  return new Map(found.data?.map(({ projectId, name }) => [projectId, name]));
}
