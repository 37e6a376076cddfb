/** One cause, as every part of its screen asks for it. */
import { queryOptions } from '@tanstack/react-query';
import type { Schema } from '../../api/client.ts';
import { keyOf, type Workspace } from '../../api/workspace.tsx';

export type Cause = Schema['FailureCause'];

/** Head of the keys of the list and of every cause: what is done to one may show in others. */
export const causesKey = ({ project }: Workspace) => keyOf(project, 'failure-causes');

export const causeKey = ({ project }: Workspace, causeId: string, ...rest: readonly unknown[]) =>
  keyOf(project, 'failure-causes', causeId, ...rest);

export const causeQuery = (workspace: Workspace, id: string) =>
  queryOptions({
    queryKey: causeKey(workspace, id),
    queryFn: async ({ signal }) =>
      (await workspace.api.GET('/api/v1/failure-causes/{id}', { params: { path: { id } }, signal })).data,
  });
