/** Schedules, as every part of their screen asks for them. */
import type { Schema } from '../../api/client.ts';
import { keyOf, type Workspace } from '../../api/workspace.tsx';

export type Schedule = Schema['Schedule'];

/** Head of the keys of the list and of each. */
export const schedulesKey = ({ project }: Workspace, ...rest: readonly unknown[]) =>
  keyOf(project, 'schedules', ...rest);
