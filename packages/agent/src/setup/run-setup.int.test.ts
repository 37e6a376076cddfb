import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestDefinition } from '@gauntlet/contract';
import { chooseSetup } from '@gauntlet/core/executions';
import { testEnvironment } from '@gauntlet/host/environment';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOCAL_HOST } from '../process/local-host.ts';
import { copyWorkspace } from '../workspace/copy-workspace.ts';
import { readProject } from './read-project.ts';
import { runSetup } from './run-setup.ts';
import { packPackage, writeFiles } from './testing/projects.ts';

let top: string;
let runs: number;
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'gauntlet-setup-')));
  runs = 0;
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const OFFLINE = { NPM_CONFIG_OFFLINE: 'true', PIP_NO_INDEX: '1' };

type Options = {
  needs?: 'node' | 'python' | 'none';
  setup?: TestDefinition['setup'];
  extra?: Record<string, string>;
  path?: string;
  cache?: 'no' | 'add';
};

/** Fresh content with these files, set up, and one workspace of it. */
const setUp = async (files: Record<string, unknown>, options: Options = {}) => {
  const state = join(top, `execution-${runs++}`);
  const root = join(state, 'content');
  mkdirSync(root, { recursive: true });
  writeFiles(root, files);
  const place = { root, folder: join(root, options.path ?? '') };
  const environment = testEnvironment(process.env, {
    HOME: join(top, 'home'),
    NPM_CONFIG_CACHE: join(top, 'npm-cache'),
    ...OFFLINE,
    ...options.extra,
  });
  let log = '';
  const facts = await readProject(place, { environment, ...LOCAL_HOST });
  const choice = chooseSetup(facts, options.setup ?? 'auto', options.needs ?? 'node');
  const result = await runSetup(choice, {
    place,
    stateFolder: state,
    cache:
      options.cache === 'no'
        ? undefined
        : { folder: join(top, 'cache'), maxBytes: 1e9, use: options.cache ?? 'find-and-add' },
    environment,
    ...LOCAL_HOST,
    graceSeconds: 2,
    onOutput: (chunk) => {
      log += chunk;
    },
  });
  const workspace = join(state, 'workspace');
  if (result.ok) await copyWorkspace({ root, setup: result.value }, workspace);
  return { choice, result, log, root, workspace, environment };
};

const nodeSays = (workspace: string, script: string): string =>
  execFileSync(process.execPath, ['-p', script], { cwd: workspace, encoding: 'utf8' }).trim();

const sentenceOf = (result: Awaited<ReturnType<typeof setUp>>['result']): string =>
  result.ok ? result.value.sentence : result.error.message;

/** A project with one dependency, locked by npm itself. */
const lockedProject = (): Record<string, unknown> => {
  const tarball = packPackage(join(top, 'greet'), {
    'package.json': { name: 'greet', version: '1.0.0', bin: 'cli.js' },
    'index.js': 'module.exports = "hello"',
    'cli.js': '#!/usr/bin/env node\nconsole.log("hello from " + process.cwd())',
  });
  const folder = join(top, 'locking');
  writeFiles(folder, { 'package.json': { name: 'p', version: '1.0.0', dependencies: { greet: '1.0.0' } } });
  mkdirSync(join(folder, 'vendor'));
  writeFileSync(join(folder, 'vendor/greet.tgz'), readFileSync(tarball));
  const file = { name: 'p', version: '1.0.0', dependencies: { greet: 'file:vendor/greet.tgz' } };
  writeFiles(folder, { 'package.json': file });
  const env = { ...process.env, ...OFFLINE, NPM_CONFIG_CACHE: join(top, 'npm-cache') };
  execFileSync('npm', ['install', '--package-lock-only', '--no-audit'], {
    cwd: folder,
    env,
    stdio: 'ignore',
  });
  const lock = readFileSync(join(folder, 'package-lock.json'), 'utf8');
  return { 'package.json': file, 'package-lock.json': lock, 'src/index.js': 'x' };
};
const withVendor = async (files: Record<string, unknown>, options: Options = {}) => {
  // The archive is binary: it is put in by a command that runs before the content is looked at.
  const root = join(top, `execution-${runs}`, 'content/vendor');
  mkdirSync(root, { recursive: true });
  writeFileSync(join(root, 'greet.tgz'), readFileSync(join(top, 'locking/vendor/greet.tgz')));
  return setUp(files, options);
};

describe('npm', () => {
  it('installs by the lockfile once; the next execution takes it from the cache', async () => {
    const project = lockedProject();
    const first = await withVendor(project);
    expect(sentenceOf(first.result)).toBe('npm ci: there is a package-lock.json.');
    expect(first.log).toContain('$ npm ci');
    expect(nodeSays(first.workspace, 'require("greet")')).toBe('hello');
    expect(
      execFileSync(join(first.workspace, 'node_modules/.bin/greet'), { cwd: top, encoding: 'utf8' }),
    ).toContain('hello from');
    expect(existsSync(join(first.root, 'node_modules'))).toBe(false);

    const second = await withVendor(project);
    expect(second.log).not.toContain('$ npm');
    expect(sentenceOf(second.result)).toContain('Taken from an earlier execution');
    expect(nodeSays(second.workspace, 'require("greet")')).toBe('hello');

    // A test of the second wrote through its links: nobody else gets to see that.
    writeFileSync(join(second.workspace, 'node_modules/greet/index.js'), 'module.exports = "spoiled"');
    const third = await withVendor(project);
    expect(third.log).toContain('$ npm ci');
    expect(nodeSays(third.workspace, 'require("greet")')).toBe('hello');

    const anew = await withVendor(project, { cache: 'add' });
    expect(anew.log).toContain('$ npm ci');
    expect(nodeSays(anew.workspace, 'require("greet")')).toBe('hello');

    const production = await withVendor(project, { extra: { NODE_ENV: 'production' } });
    expect(production.log).toContain('$ npm ci');
  });

  it('that refuses is quoted, with its exit code', async () => {
    const project = lockedProject();
    const file = project['package.json'] as { dependencies: Record<string, string> };
    const changed = { ...file, dependencies: { ...file.dependencies, other: '^2.0.0' } };
    const { result } = await withVendor({ ...project, 'package.json': changed });
    expect(result).toMatchObject({ ok: false, error: { reason: 'setup-failed', exitCode: 1 } });
    expect(sentenceOf(result)).toMatch(
      /"npm ci .*" ended with exit code 1\. It said last:\n[\s\S]*npm error/,
    );
  });

  it('with scripts of the project is not kept, and what the scripts made is there', async () => {
    const files = {
      'package.json': {
        name: 'p',
        scripts: { postinstall: 'echo made > made.txt' },
        dependencies: { a: 'file:./a' },
      },
      'a/package.json': { name: 'a', version: '1.0.0' },
      'a/index.js': 'module.exports = __dirname',
    };
    const first = await setUp(files);
    expect(sentenceOf(first.result)).toContain('Not kept for later: postinstall of package.json');
    expect(readFileSync(join(first.workspace, 'made.txt'), 'utf8')).toBe('made\n');
    // A folder as dependency is a link into the project, so it must be the workspace's own.
    expect(nodeSays(first.workspace, 'require("a")')).toBe(join(first.workspace, 'a'));
    expect((await setUp(files)).log).toContain('$ npm install');
  });

  it('installs workspaces at their root, and keeps them', async () => {
    const files = {
      'package.json': { name: 'r', workspaces: ['packages/*'] },
      'packages/a/package.json': { name: 'a', version: '1.0.0', bin: { 'a-cli': 'cli.js' } },
      'packages/a/index.js': 'module.exports = __dirname',
      'packages/a/cli.js': '#!/usr/bin/env node\nconsole.log("cli of " + __dirname)',
      'packages/b/package.json': { name: 'b', version: '1.0.0', dependencies: { a: '*' } },
      'packages/b/test.js': 'console.log(require("a"))',
    };
    const first = await setUp(files, { path: 'packages/b' });
    const second = await setUp(files, { path: 'packages/b' });
    expect(second.log).not.toContain('$ npm');
    for (const { workspace } of [first, second]) {
      expect(nodeSays(join(workspace, 'packages/b'), 'require("a")')).toBe(join(workspace, 'packages/a'));
      const said = execFileSync(join(workspace, 'node_modules/.bin/a-cli'), { encoding: 'utf8' });
      expect(said.trim()).toBe(`cli of ${join(workspace, 'packages/a')}`);
    }
  });

  it('is tried once more when the registry hangs up', async () => {
    const registry = await startFlakyRegistry();
    const { result, log, workspace } = await setUp(
      { 'package.json': { name: 'p', dependencies: { greet: '^1.0.0' } } },
      {
        extra: {
          NPM_CONFIG_OFFLINE: 'false',
          NPM_CONFIG_REGISTRY: registry.url,
          NPM_CONFIG_FETCH_RETRIES: '0',
        },
      },
    );
    await registry.close();
    expect(log.match(/trying once more/g)).toHaveLength(1);
    expect(result.ok).toBe(true);
    expect(nodeSays(workspace, 'require("greet")')).toBe('hello');
  });

  it('gives up after the second time', async () => {
    const { result, log } = await setUp(
      { 'package.json': { name: 'p', dependencies: { greet: '^1.0.0' } } },
      {
        extra: {
          NPM_CONFIG_OFFLINE: 'false',
          NPM_CONFIG_REGISTRY: 'http://127.0.0.1:9/',
          NPM_CONFIG_FETCH_RETRIES: '0',
        },
      },
    );
    expect(log.match(/\$ npm install|trying once more/g)).toHaveLength(2);
    expect(result).toMatchObject({ ok: false, error: { reason: 'setup-failed' } });
    expect(sentenceOf(result)).toContain('ECONNREFUSED');
  });
});

/** A registry of one package, whose first answer is to hang up. */
const startFlakyRegistry = async () => {
  const file = { name: 'greet', version: '1.0.0' };
  const tarball = readFileSync(
    packPackage(join(top, 'registry'), { 'package.json': file, 'index.js': 'module.exports = "hello"' }),
  );
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
  let requests = 0;
  const server = createServer((request, response) => {
    if (++requests === 1) return void request.socket.destroy();
    if (request.url?.endsWith('.tgz')) return void response.end(tarball);
    const dist = { tarball: `${url()}/greet/-/greet-1.0.0.tgz`, integrity };
    const versions = { '1.0.0': { ...file, dist } };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ name: 'greet', 'dist-tags': { latest: '1.0.0' }, versions }));
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: url(),
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
};

describe("the definition's own commands", () => {
  it('run in order in the working folder; what they make is in every workspace', async () => {
    const { result, log, workspace, root } = await setUp(
      { 'app/file.txt': 'x' },
      {
        path: 'app',
        extra: { GREETING: 'hi' },
        setup: {
          commands: [
            'echo "$GREETING" > made.txt; pwd',
            'mkdir -p node_modules/dep && echo "module.exports = 7" > node_modules/dep/index.js && echo {} > package.json',
          ],
        },
      },
    );
    expect(result.ok).toBe(true);
    expect(log).toContain(join(root, 'app'));
    expect(readFileSync(join(workspace, 'app/made.txt'), 'utf8')).toBe('hi\n');
    expect(nodeSays(join(workspace, 'app'), 'require("dep")')).toBe('7');
  });

  it('stop at the first that fails, which is named with what it said last', async () => {
    const { result, log } = await setUp(
      {},
      { setup: { commands: ['echo fine', 'echo "no such database" >&2; exit 4', 'echo never'] } },
    );
    expect(result).toMatchObject({ ok: false, error: { reason: 'setup-failed', exitCode: 4 } });
    expect(sentenceOf(result)).toMatch(
      /"echo "no such database" >&2; exit 4" ended with exit code 4\. It said last:\nno such database$/,
    );
    expect(log).not.toContain('$ echo never');
  });

  it('of several lines stop at the line that fails', async () => {
    const { result, log } = await setUp({}, { setup: { commands: ['echo one\nfalse\necho two'] } });
    expect(result).toMatchObject({ ok: false, error: { reason: 'setup-failed', exitCode: 1 } });
    expect(log.split('\n')).toContain('one');
    expect(log.split('\n').filter((line) => line === 'two')).toEqual([]);
  });

  it('that fill the disk are told from ones that fail', async () => {
    const { result } = await setUp(
      {},
      { setup: { commands: ['echo "write: No space left on device"; exit 1'] } },
    );
    expect(result).toMatchObject({ ok: false, error: { reason: 'disk-full' } });
  });
});

/** A wheel is a zip with a list of its files; this makes one without any tool but Python itself. */
const WHEEL_SCRIPT = `
import sys, zipfile
name, version, folder = sys.argv[1:]
path = f'{folder}/{name}-{version}-py3-none-any.whl'
with zipfile.ZipFile(path, 'w') as wheel:
    info = f'{name}-{version}.dist-info'
    wheel.writestr(f'{name}.py', f'VERSION = "{version}"\\n')
    wheel.writestr(f'{info}/METADATA', f'Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\nProvides-Extra: test\\n')
    wheel.writestr(f'{info}/WHEEL', 'Wheel-Version: 1.0\\nGenerator: x\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n')
    wheel.writestr(f'{info}/RECORD', '')
print(path)
`;
const makeWheel = (name: string): string => {
  const folder = join(top, 'wheels');
  mkdirSync(folder, { recursive: true });
  execFileSync('python3', ['-c', WHEEL_SCRIPT, name, '1.0', folder]);
  return folder;
};

describe('pip', () => {
  it('installs requirements into a virtualenv once; the next execution takes it from the cache', async () => {
    const extra = { PIP_FIND_LINKS: makeWheel('greetpy') };
    const files = { 'requirements.txt': 'greetpy==1.0\n' };
    const first = await setUp(files, { needs: 'python', extra });
    expect(sentenceOf(first.result)).toContain('there is a requirements.txt');
    const second = await setUp(files, { needs: 'python', extra });
    expect(second.log).not.toContain('$ ');
    for (const { result, workspace, environment } of [first, second]) {
      if (!result.ok || result.value.python === null) throw new Error(sentenceOf(result));
      const env = { ...environment, ...result.value.environment };
      const script = 'import greetpy, sys; print(greetpy.VERSION, sys.prefix)';
      const said = execFileSync('python', ['-c', script], { cwd: workspace, env, encoding: 'utf8' }).trim();
      expect(said).toBe(`1.0 ${result.value.environment.VIRTUAL_ENV}`);
      expect(execFileSync(result.value.python, ['-c', script], { encoding: 'utf8' }).trim()).toBe(said);
    }
  });

  it('installs a project that can be built, by its own build system', async () => {
    const backend = `
import subprocess, sys
def build_wheel(folder, settings=None, metadata=None):
    subprocess.run([sys.executable, 'wheel.py', 'shop', '1.0', folder], check=True, stdout=subprocess.DEVNULL)
    return 'shop-1.0-py3-none-any.whl'
`;
    const { result, choice } = await setUp(
      {
        'pyproject.toml': `[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "shop"
version = "1.0"
[project.optional-dependencies]
test = []
`,
        'backend.py': backend,
        'wheel.py': WHEEL_SCRIPT,
      },
      { needs: 'python' },
    );
    expect(choice).toMatchObject({ install: ['.[test]'], cache: 'not-kept' });
    if (!result.ok || result.value.python === null) throw new Error(sentenceOf(result));
    expect(
      execFileSync(result.value.python, ['-c', 'import shop; print(shop.VERSION)'], {
        encoding: 'utf8',
      }).trim(),
    ).toBe('1.0');
  });

  it('that finds no such package is quoted', async () => {
    const { result } = await setUp(
      { 'requirements.txt': 'no-such-package==9\n' },
      { needs: 'python', cache: 'no' },
    );
    expect(result).toMatchObject({ ok: false, error: { reason: 'setup-failed', exitCode: 1 } });
    expect(sentenceOf(result)).toContain('No matching distribution found for no-such-package==9');
  });

  it('needs a Python, and says so', async () => {
    const { result } = await setUp(
      { 'requirements.txt': 'x\n' },
      { needs: 'python', extra: { PATH: '/nowhere' } },
    );
    expect(sentenceOf(result)).toBe('There is no python3 in PATH to install requirements with.');
  });
});
