import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PythonFacts } from '@gauntlet/core/executions';
import type { ProjectReader } from './project-place.ts';

type PyprojectFacts = Pick<PythonFacts, 'project' | 'testExtras' | 'groupRequirements'>;

const NOTHING: PyprojectFacts = { project: 'none', testExtras: [], groupRequirements: [] };
const FOR_TESTS = /^(tests?|testing|dev|ci)$/;
const PATIENCE_SECONDS = 20;
const MOST_CHARACTERS = 1_000_000;

/** Python itself reads its TOML; isolated (-I), so that no file of the content is taken for a module. */
const SCRIPT = `
import json, sys
try:
    import tomllib
except ImportError:
    from pip._vendor import tomli as tomllib
with open(sys.argv[1], 'rb') as file:
    data = tomllib.load(file)
def table(value):
    return value if isinstance(value, dict) else {}
def texts(value):
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
print(json.dumps({
    'build': 'build-system' in data,
    'extras': list(table(table(data.get('project')).get('optional-dependencies'))),
    'groups': {name: texts(group) for name, group in table(data.get('dependency-groups')).items()},
}))
`;

export const readPyproject = async (folder: string, reader: ProjectReader): Promise<PyprojectFacts> => {
  const buildable: PyprojectFacts = { ...NOTHING, project: 'buildable' };
  const file = join(folder, 'pyproject.toml');
  if (!existsSync(file)) return existsSync(join(folder, 'setup.py')) ? buildable : NOTHING;
  const answer = await askPython(file, folder, reader);
  // Without a Python that reads it (or with a broken file) the words alone must do; pip says what is wrong.
  const build = answer?.build ?? /^\s*\[build-system\]/m.test(readFileSync(file, 'utf8'));
  return {
    project: build || existsSync(join(folder, 'setup.py')) ? 'buildable' : 'settings-only',
    testExtras: (answer?.extras ?? []).filter((name) => FOR_TESTS.test(name)),
    groupRequirements: Object.entries(answer?.groups ?? {})
      .filter(([name]) => FOR_TESTS.test(name))
      .flatMap(([, requirements]) => requirements),
  };
};

type Answer = { build: boolean; extras: string[]; groups: Record<string, string[]> };

const askPython = async (file: string, folder: string, reader: ProjectReader): Promise<Answer | null> => {
  let said = '';
  const end = await reader.runProcess({
    command: ['python3', '-I', '-c', SCRIPT, file],
    cwd: folder,
    environment: reader.environment,
    timeoutSeconds: PATIENCE_SECONDS,
    graceSeconds: 1,
    onOutput: (chunk, stream) => {
      if (stream === 'stdout' && said.length < MOST_CHARACTERS) said += chunk;
    },
  });
  return end.exitCode === 0 ? (JSON.parse(said) as Answer) : null;
};
