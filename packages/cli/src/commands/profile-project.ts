/** The project that a profile is to work in, as --project and --no-project name it. */
import { ProjectView } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import { findProject } from '../connection/enter-project.ts';
import { findServer } from '../connection/find-server.ts';
import type { ProfileProject } from '../connection/profiles.ts';
import type { Refused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';

/** Asked for at the profile's server. Null: none; undefined: nothing is said of it. */
export async function wantedProject(
  context: CommandContext,
  profile: string,
): Promise<Result<ProfileProject | null | undefined, Refused>> {
  const { project: named, token } = context.options;
  if (named === false) return ok(null);
  if (!named) return ok(undefined);
  const { env, cwd } = context;
  const order = { profile, token, env, cwd, whenNone: 'refuse', onProgress: () => undefined } as const;
  const connection = await findServer(order);
  if (!connection.ok) return connection;
  const found = await findProject(connection.value, named);
  if (!found.ok) return found;
  const init = { params: { path: { id: found.value } } };
  const { address } = connection.value;
  const shown = await askApi(address, (api) => api.GET('/api/v1/projects/{id}', init), ProjectView);
  return shown.ok ? ok({ projectId: shown.value.projectId, name: shown.value.name }) : shown;
}

export const inProject = (project: ProfileProject | undefined) =>
  project ? ` in the project ${printable(project.name)}` : '';
