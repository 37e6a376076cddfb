import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { ProjectFacts } from '@gauntlet/core/executions';
import type { ProjectPlace, ProjectReader } from './project-place.ts';
import { readNodeFacts } from './read-node-facts.ts';
import { readPythonFacts } from './read-python-facts.ts';

export type { ProjectPlace } from './project-place.ts';

/** Looks at the project's files; runs nothing of them. */
export const readProject = async (place: ProjectPlace, reader: ProjectReader): Promise<ProjectFacts> => ({
  node: readNodeFacts(place),
  python: await readPythonFacts(place, reader),
  tools: ['pnpm', 'yarn', 'bun'].filter((tool) => isInPath(tool, reader.environment.PATH ?? '')),
});

const isInPath = (tool: string, path: string): boolean =>
  path.split(delimiter).some((folder) => folder !== '' && isExecutable(join(folder, tool)));

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    // Not there or not ours to run: either way no tool for us.
    return false;
  }
};
