import { join } from 'node:path';
import type { PreparedSetup } from './prepared-setup.ts';

/**
 * The environment of whatever runs in a workspace. What the virtualenv would import from the user's own
 * folder is found in the workspace first: that is what is to be tested.
 */
export const workspaceEnvironment = (
  { environment, pythonPath }: Pick<PreparedSetup, 'environment' | 'pythonPath'>,
  base: Readonly<Record<string, string>>,
  workspace: string,
): Record<string, string> => {
  const together = { ...base, ...environment };
  if (pythonPath.length === 0) return together;
  const own = pythonPath.map((folder) => join(workspace, folder));
  const before = together.PYTHONPATH ? [together.PYTHONPATH] : [];
  return { ...together, PYTHONPATH: [...own, ...before].join(':') };
};
