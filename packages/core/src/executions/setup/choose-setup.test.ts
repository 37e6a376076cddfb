import { describe, expect, it } from 'vitest';
import { chooseSetup } from './choose-setup.ts';
import type { NodeFacts, ProjectFacts, PythonFacts } from './project-facts.ts';

const node = (changes: Partial<NodeFacts> = {}): NodeFacts => ({
  folder: '',
  lockfiles: [],
  packageManager: null,
  yarn: 'classic',
  declares: 'dependencies',
  bundled: 'none',
  host: { state: 'no-host' },
  installScripts: [],
  ...changes,
});
const python = (changes: Partial<PythonFacts> = {}): PythonFacts => ({
  folder: '',
  requirements: [],
  requirementsReach: 'registry-only',
  project: 'none',
  testExtras: [],
  groupRequirements: [],
  hostVirtualenv: null,
  ...changes,
});
const facts = (changes: Partial<ProjectFacts> = {}): ProjectFacts => ({
  node: null,
  python: python(),
  tools: [],
  ...changes,
});
const forNode = (changes: Partial<NodeFacts>, tools: string[] = []) =>
  chooseSetup(facts({ node: node(changes), tools }), 'auto', 'node');
const forPython = (changes: Partial<PythonFacts>) =>
  chooseSetup(facts({ python: python(changes) }), 'auto', 'python');

describe('the definition has the last word', () => {
  const installed = facts({ node: node({ host: { state: 'installed' } }) });

  it('with commands of its own', () => {
    expect(chooseSetup(installed, { commands: ['make deps', 'make db'] }, 'node')).toEqual({
      kind: 'own-commands',
      commands: ['make deps', 'make db'],
      sentence: "The definition's own commands: make deps; make db.",
    });
  });

  it('with none', () => {
    expect(chooseSetup(installed, 'none', 'node').kind).toBe('nothing');
  });
});

describe('a Node.js project', () => {
  it.each([
    ['installed on this host: linked', { host: { state: 'installed' } }, [], 'linked-modules', undefined],
    ['carrying its node_modules', { bundled: 'complete' }, [], 'bundled-modules', undefined],
    [
      'without dependencies',
      { declares: 'nothing', lockfiles: ['package-lock.json'] },
      [],
      'nothing',
      undefined,
    ],
    ['with a package-lock.json', { lockfiles: ['package-lock.json'] }, [], 'node-install', 'npm ci'],
    ['with a shrinkwrap', { lockfiles: ['npm-shrinkwrap.json'] }, [], 'node-install', 'npm ci'],
    ['without a lockfile', {}, ['pnpm'], 'node-install', 'npm install'],
    [
      'with pnpm',
      { lockfiles: ['pnpm-lock.yaml'] },
      ['pnpm'],
      'node-install',
      'pnpm install --frozen-lockfile',
    ],
    ['with pnpm that is not here', { lockfiles: ['pnpm-lock.yaml'] }, [], 'node-install', 'npm install'],
    ['with yarn', { lockfiles: ['yarn.lock'] }, ['yarn'], 'node-install', 'yarn install --frozen-lockfile'],
    [
      'with yarn 2+',
      { lockfiles: ['yarn.lock'], yarn: 'berry' },
      ['yarn'],
      'node-install',
      'yarn install --immutable',
    ],
    ['with bun', { lockfiles: ['bun.lock'] }, ['bun'], 'node-install', 'bun install --frozen-lockfile'],
    [
      'with two lockfiles and a word on which',
      { lockfiles: ['package-lock.json', 'pnpm-lock.yaml'], packageManager: 'pnpm@9.0.0' },
      ['pnpm'],
      'node-install',
      'pnpm install --frozen-lockfile',
    ],
  ] as [string, Partial<NodeFacts>, string[], string, string | undefined][])(
    '%s',
    (_, changes, tools, kind, command) => {
      const choice = forNode(changes, tools);
      expect(choice.kind).toBe(kind);
      if (command)
        expect(choice.kind === 'node-install' && choice.command.join(' ')).toMatch(new RegExp(`^${command}`));
      expect(choice.sentence).toMatch(/^[A-Za-z].*\.$/);
    },
  );

  it('that has no package.json needs nothing', () => {
    expect(chooseSetup(facts(), 'auto', 'node')).toEqual({
      kind: 'nothing',
      sentence: 'Nothing to install: there is no package.json.',
    });
  });

  it('says why a folder that is installed in part is not used', () => {
    const choice = forNode({
      host: { state: 'incomplete', missing: ['vitest', 'zod'] },
      lockfiles: ['package-lock.json'],
    });
    expect(choice.sentence).toBe(
      "npm ci: there is a package-lock.json. The folder's own node_modules is not used: it lacks vitest and 1 more.",
    );
  });

  it('is kept in the cache only when installing does no more than install', () => {
    expect(forNode({ lockfiles: ['package-lock.json'] })).toMatchObject({ cache: 'kept' });
    expect(forNode({})).toMatchObject({ cache: 'fresh-daily' });
    const scripted = forNode({
      lockfiles: ['package-lock.json'],
      installScripts: ['postinstall of package.json'],
    });
    expect(scripted).toMatchObject({ cache: 'not-kept' });
    expect(scripted.sentence).toContain('postinstall of package.json may do more than install');
  });

  it('of which only commands are run is linked when it is installed, and else left alone', () => {
    const installed = facts({ node: node({ host: { state: 'installed' } }) });
    expect(chooseSetup(installed, 'auto', 'none').kind).toBe('linked-modules');
    expect(chooseSetup(facts({ node: node() }), 'auto', 'none').kind).toBe('nothing');
  });
});

describe('a Python project', () => {
  it('with a virtualenv on this host uses it in place', () => {
    expect(forPython({ hostVirtualenv: '/p/.venv', requirements: ['requirements.txt'] })).toMatchObject({
      kind: 'linked-virtualenv',
      virtualenv: '/p/.venv',
    });
  });

  it('with requirements files installs them', () => {
    expect(
      forPython({ requirements: ['requirements.txt', 'requirements-test.txt'], project: 'buildable' }),
    ).toEqual({
      kind: 'python-install',
      folder: '',
      install: ['-r', 'requirements.txt', '-r', 'requirements-test.txt'],
      cache: 'fresh-daily',
      sentence: 'pip install into a new virtualenv: there is a requirements.txt and a requirements-test.txt.',
    });
    expect(forPython({ requirements: ['r.txt'], requirementsReach: 'local' })).toMatchObject({
      cache: 'not-kept',
    });
  });

  it('that can be built is installed, with its extras and groups for tests', () => {
    expect(
      forPython({ project: 'buildable', testExtras: ['dev', 'test'], groupRequirements: ['pytest>=8'] }),
    ).toMatchObject({ install: ['.[dev,test]', 'pytest>=8'], cache: 'not-kept' });
    expect(forPython({ project: 'buildable' })).toMatchObject({ install: ['.'] });
  });

  it('that only holds settings needs nothing but its groups', () => {
    expect(forPython({ project: 'settings-only' }).kind).toBe('nothing');
    expect(forPython({ project: 'settings-only', groupRequirements: ['pytest'] })).toMatchObject({
      kind: 'python-install',
      install: ['pytest'],
    });
  });
});
