import { execFileSync } from 'node:child_process';
import {
  cpSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chooseSetup } from '@gauntlet/core/executions';
import { testEnvironment } from '@gauntlet/host/environment';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOCAL_HOST } from '../process/local-host.ts';
import { copyWorkspace } from '../workspace/copy-workspace.ts';
import { findEditables } from './find-editables.ts';
import { readProject } from './read-project.ts';
import { runSetup } from './run-setup.ts';
import { writeFiles } from './testing/projects.ts';
import { workspaceEnvironment } from './workspace-environment.ts';

let top: string;
let hostFolder: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'gauntlet-editable-')));
  hostFolder = join(top, 'project');
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

/** A build system that needs nothing installed: it makes `-e` the way that FILES says. */
const BACKEND = `
import os, zipfile
HERE = os.path.dirname(os.path.abspath(__file__))
def build_editable(folder, settings=None, metadata=None):
    with zipfile.ZipFile(os.path.join(folder, 'demo-1.0-py3-none-any.whl'), 'w') as wheel:
        for name, text in FILES.items():
            wheel.writestr(name, text)
        wheel.writestr('demo-1.0.dist-info/METADATA', 'Metadata-Version: 2.1\\nName: demo\\nVersion: 1.0\\n')
        wheel.writestr('demo-1.0.dist-info/WHEEL', 'Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
        wheel.writestr('demo-1.0.dist-info/RECORD', '')
    return 'demo-1.0-py3-none-any.whl'
`;
const PYPROJECT = `[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "demo"
version = "1.0"
`;
const FINDER = `
import sys, importlib.util
MAPPING = {'demo': %r}
class Finder:
    @classmethod
    def find_spec(cls, name, path=None, target=None):
        if name in MAPPING:
            return importlib.util.spec_from_file_location(name, MAPPING[name] + '/__init__.py')
def install():
    sys.meta_path.append(Finder)
`;
const WAYS = {
  'a path file': "FILES = {'__editable__.demo-1.0.pth': os.path.join(HERE, 'src') + '\\n'}",
  'a finder': `FINDER = '''${FINDER}'''
FILES = {
    '__editable__.demo-1.0.pth': 'import __editable___demo_finder; __editable___demo_finder.install()\\n',
    '__editable___demo_finder.py': FINDER % os.path.join(HERE, 'src/demo'),
}`,
  'something else': "FILES = {'demo-1.0.data/purelib/demo_loader.txt': HERE}",
};

const install = (way: keyof typeof WAYS) => {
  writeFiles(hostFolder, { 'pyproject.toml': PYPROJECT, 'backend.py': `${BACKEND}\n${WAYS[way]}\n` });
  writeFiles(hostFolder, { 'src/demo/__init__.py': 'VALUE = 1\n' });
  const virtualenv = join(hostFolder, '.venv');
  const env = { ...process.env, PIP_NO_INDEX: '1', PYTHONDONTWRITEBYTECODE: '1' };
  execFileSync('python3', ['-m', 'venv', virtualenv], { env });
  const pip = ['-m', 'pip', 'install', '-q', '--disable-pip-version-check', '-e', '.'];
  execFileSync(join(virtualenv, 'bin/python'), pip, { cwd: hostFolder, env, stdio: 'pipe' });
  return virtualenv;
};

const photograph = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => [name, statSync(join(folder, name), { throwIfNoEntry: false })] as const)
    .map(([name, it]) => `${name} ${it?.isFile() ? `${it.size} ${it.mtimeMs}` : ''}`)
    .sort();

const setUp = async () => {
  const root = join(top, 'content');
  cpSync(hostFolder, root, { recursive: true, filter: (path) => !path.endsWith('/.venv') });
  const place = { root, folder: root, hostFolder };
  const environment = testEnvironment(process.env, { PIP_NO_INDEX: '1' });
  const facts = await readProject(place, { environment, ...LOCAL_HOST });
  const choice = chooseSetup(facts, 'auto', 'python');
  if (choice.kind !== 'linked-virtualenv') return { kind: choice.kind };
  const order = { place, stateFolder: join(top, 'state'), environment, ...LOCAL_HOST, graceSeconds: 1 };
  const setup = await runSetup(choice, { ...order, onOutput: () => undefined });
  if (!setup.ok) throw new Error(setup.error.message);
  const workspace = join(top, 'workspace');
  await copyWorkspace({ root, setup: setup.value }, workspace);
  return {
    kind: choice.kind,
    workspace,
    python: setup.value.python ?? '',
    env: workspaceEnvironment(setup.value, environment, workspace),
  };
};

describe('a virtualenv that the project is installed into as it is', () => {
  it.each(['a path file', 'a finder'] as const)(
    'by %s: the copy is tested, and the user folder stays as it was',
    async (way) => {
      install(way);
      const before = photograph(hostFolder);
      const { workspace = '', python = '', env } = await setUp();
      writeFileSync(join(workspace, 'src/demo/__init__.py'), 'VALUE = 2\n');
      const script = 'import demo, json, email.mime.text; print(demo.VALUE, demo.__file__)';
      const said = execFileSync(python, ['-c', script], { cwd: top, env, encoding: 'utf8' }).trim();
      expect(said).toBe(`2 ${join(workspace, 'src/demo/__init__.py')}`);
      expect(photograph(hostFolder)).toEqual(before);
      expect(readFileSync(join(hostFolder, 'src/demo/__init__.py'), 'utf8')).toBe('VALUE = 1\n');
    },
  );

  it('in a way that the copy cannot stand in for: is not linked', async () => {
    const virtualenv = install('something else');
    expect(findEditables(virtualenv, hostFolder)).toBeNull();
    expect((await setUp()).kind).not.toBe('linked-virtualenv');
  });
});
