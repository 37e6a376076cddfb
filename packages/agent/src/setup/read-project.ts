import type { ProjectFacts } from '@gauntlet/core/executions';
import type { ProjectPlace, ProjectReader } from './project-place.ts';
import { readNodeFacts } from './read-node-facts.ts';
import { readPythonFacts } from './read-python-facts.ts';

export type { ProjectPlace } from './project-place.ts';

const TOOLS = ['pnpm', 'yarn', 'bun'];

/** Looks at the project's files; runs nothing of them. */
export const readProject = async (place: ProjectPlace, reader: ProjectReader): Promise<ProjectFacts> => {
  const tools = await reader.whichOf(
    TOOLS.map((tool) => [tool]),
    reader.environment,
  );
  return {
    node: readNodeFacts(place),
    python: await readPythonFacts(place, reader),
    tools: TOOLS.filter((_, index) => tools[index] !== undefined),
  };
};
