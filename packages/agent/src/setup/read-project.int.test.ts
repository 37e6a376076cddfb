import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LOCAL_HOST } from '../process/local-host.ts';
import { readNodeFacts } from './read-node-facts.ts';
import { readProject } from './read-project.ts';
import { readPythonFacts } from './read-python-facts.ts';

let root: string;
let hostFolder: string;
let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), 'gauntlet-facts-'));
  root = join(top, 'content');
  hostFolder = join(top, 'users/project');
  mkdirSync(root);
  mkdirSync(hostFolder, { recursive: true });
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

const write = (folder: string, path: string, content: unknown = ''): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), typeof content === 'string' ? content : JSON.stringify(content));
};
const install = (folder: string, ...names: string[]): void => {
  for (const name of names) write(folder, `node_modules/${name}/package.json`, { name });
};
const reader = { environment: { PATH: process.env.PATH ?? '' }, ...LOCAL_HOST };

describe('of a Node.js project', () => {
  it('there are none without a package.json', () => {
    expect(readNodeFacts({ root, folder: root })).toBeNull();
  });

  it('the lockfiles, the manager and the dependencies are read', () => {
    write(root, 'package.json', { packageManager: 'yarn@4.1.0', devDependencies: { vitest: '5' } });
    write(root, 'yarn.lock');
    expect(readNodeFacts({ root, folder: root })).toEqual({
      folder: '',
      lockfiles: ['yarn.lock'],
      packageManager: 'yarn@4.1.0',
      yarn: 'berry',
      declares: 'dependencies',
      bundled: 'none',
      host: { state: 'no-host' },
      installScripts: [],
    });
  });

  it('a broken or strange package.json is as an empty one', () => {
    for (const text of [
      '{',
      '[]',
      '"x"',
      'null',
      '{"dependencies": 5, "scripts": ["install"], "workspaces": null}',
    ]) {
      write(root, 'package.json', text);
      expect(readNodeFacts({ root, folder: root })?.installScripts).toEqual([]);
    }
  });

  it('a member of workspaces is installed at their root, a lone package where it is', () => {
    write(root, 'package.json', { workspaces: ['packages/*'] });
    write(root, 'packages/a/package.json', { dependencies: { x: '1' } });
    expect(readNodeFacts({ root, folder: join(root, 'packages/a') })?.folder).toBe('');
    write(root, 'package.json', { name: 'not-a-workspace-root' });
    expect(readNodeFacts({ root, folder: join(root, 'packages/a') })?.folder).toBe('packages/a');
    expect(readNodeFacts({ root, folder: join(root, 'packages/a/src') })?.folder).toBe('packages/a');
  });

  it('scripts that installing runs are named, of members too, and native code', () => {
    write(root, 'package.json', { workspaces: ['p/*'], scripts: { test: 'x', prepare: 'husky' } });
    write(root, 'p/a/package.json', { scripts: { postinstall: 'x' } });
    write(root, 'p/b/package.json', {});
    write(root, 'p/b/binding.gyp');
    write(root, 'node_modules/z/package.json', { scripts: { install: 'x' } });
    expect(readNodeFacts({ root, folder: root })?.installScripts).toEqual([
      'prepare of package.json',
      'postinstall of p/a/package.json',
      'the binding.gyp of p/b/package.json',
    ]);
  });

  it('the user folder counts as installed only when it has every dependency', () => {
    write(root, 'package.json', {
      dependencies: { a: '1' },
      devDependencies: { '@s/b': '1' },
      peerDependencies: { p: '1' },
    });
    const host = () => readNodeFacts({ root, folder: root, hostFolder })?.host;
    expect(host()).toEqual({ state: 'no-host' });
    install(hostFolder, 'a');
    expect(host()).toEqual({ state: 'incomplete', missing: ['@s/b'] });
    install(hostFolder, '@s/b');
    expect(host()).toEqual({ state: 'installed' });
  });

  it('dependencies in folders above the user folder count, as they do for Node.js', () => {
    write(root, 'package.json', { dependencies: { a: '1', b: '1' } });
    install(hostFolder, 'a');
    install(join(top, 'users'), 'b');
    expect(readNodeFacts({ root, folder: root, hostFolder })?.host).toEqual({ state: 'installed' });
  });

  it('optional dependencies may be missing', () => {
    write(root, 'package.json', { dependencies: { a: '1', o: '1' }, optionalDependencies: { o: '1' } });
    install(hostFolder, 'a');
    expect(readNodeFacts({ root, folder: root, hostFolder })?.host).toEqual({ state: 'installed' });
  });

  it('a committed node_modules that has everything is known as such', () => {
    write(root, 'package.json', { dependencies: { a: '1' } });
    install(root, 'a');
    expect(readNodeFacts({ root, folder: root })?.bundled).toBe('complete');
  });
});

describe('of a Python project', () => {
  const read = () => readPythonFacts({ root, folder: root, hostFolder }, reader);

  it.each([
    [
      ['requirements.txt', 'requirements-dev.txt', 'requirements_test.txt', 'requirements-docs.txt', 'x.txt'],
      3,
    ],
    [['dev-requirements.txt'], 1],
    [['requirements-prod.txt'], 1],
    [['requirements-a.txt', 'requirements-b.txt'], 0],
  ])('of %j those for tests are chosen', async (names, count) => {
    for (const name of names) write(root, name, 'pytest');
    const { requirements } = await read();
    expect(requirements).toHaveLength(count);
    expect(requirements.every((name) => names.includes(name))).toBe(true);
  });

  it.each([
    ['pytest==8.0\n# note\nrequests[socks]>=2 ; python_version>"3.8"\n', 'registry-only'],
    [
      'a==1 \\\n    --hash=sha256:00\n--index-url https://pypi.example/simple\nb @ https://h/b.whl\n',
      'registry-only',
    ],
    ['-e .\n', 'local'],
    ['-r other.txt\n', 'local'],
    ['./wheels/a.whl\n', 'local'],
    ['a @ file:///x\n', 'local'],
    ['--find-links wheels\na\n', 'local'],
  ])('%j reaches as far as: %s', async (text, reach) => {
    write(root, 'requirements.txt', text);
    expect((await read()).requirementsReach).toBe(reach);
  });

  it('pyproject.toml is read by Python itself: build system, extras, groups', async () => {
    write(
      root,
      'pyproject.toml',
      `[build-system]
requires = []
[project]
name = "x"
[project.optional-dependencies]
test = ["pytest"]
docs = ["sphinx"]
[dependency-groups]
dev = ["pytest>=8", {include-group = "lint"}]
lint = ["ruff"]
`,
    );
    // A module of the content's own must not be taken for the library.
    write(root, 'tomllib.py', 'raise SystemExit(9)');
    write(root, 'json.py', 'raise SystemExit(9)');
    expect(await read()).toMatchObject({
      project: 'buildable',
      testExtras: ['test'],
      groupRequirements: ['pytest>=8'],
    });
  });

  it('pyproject.toml without a build system only holds settings; a broken one is not taken for more', async () => {
    write(root, 'pyproject.toml', '[tool.pytest.ini_options]\naddopts = "-q"\n');
    expect((await read()).project).toBe('settings-only');
    write(root, 'pyproject.toml', '[[[');
    expect(await read()).toMatchObject({ project: 'settings-only', testExtras: [] });
  });

  it('a virtualenv of the user folder is found, a broken one is not', async () => {
    write(hostFolder, 'venv/pyvenv.cfg');
    mkdirSync(join(hostFolder, 'venv/bin'));
    symlinkSync('/nowhere/python', join(hostFolder, 'venv/bin/python'));
    expect((await read()).hostVirtualenv).toBeNull();
    write(hostFolder, '.venv/pyvenv.cfg');
    write(hostFolder, '.venv/bin/python');
    expect((await read()).hostVirtualenv).toBe(join(hostFolder, '.venv'));
    expect((await readPythonFacts({ root, folder: root }, reader)).hostVirtualenv).toBeNull();
  });
});

it('tools are those in PATH', async () => {
  const bin = join(top, 'bin');
  write(bin, 'pnpm', '#!/bin/sh');
  write(bin, 'yarn', '#!/bin/sh');
  mkdirSync(join(bin, 'bun'));
  chmodSync(join(bin, 'pnpm'), 0o755);
  const { tools } = await readProject(
    { root, folder: root },
    { ...reader, environment: { PATH: `/nowhere:${bin}` } },
  );
  expect(tools).toEqual(['pnpm']);
});
