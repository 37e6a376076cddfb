import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProcessOrder } from '../process/process-order.ts';
import { runProcess } from '../process/run-process.ts';
import { copyWorkspace } from '../workspace/copy-workspace.ts';
import { collectHostModules } from './find-modules.ts';
import { hashFolder, installFromHere, writeFiles } from './testing/projects.ts';

let top: string;
let host: string;
let root: string;
let workspace: string;
beforeEach(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'gauntlet-link-')));
  host = join(top, 'users/project');
  root = join(top, 'execution/content');
  workspace = join(top, 'execution/group-0');
  mkdirSync(host, { recursive: true });
});
afterEach(() => rmSync(top, { recursive: true, force: true }));

/** What an upload of the folder holds: all but its node_modules. */
const pack = (): void => {
  mkdirSync(root, { recursive: true });
  execFileSync('sh', ['-c', `tar -c --exclude node_modules -C "${host}" . | tar -x -C "${root}"`]);
};
const link = async (names: string[] = []): Promise<void> => {
  pack();
  const modules = collectHostModules({ root, folder: root }, host, names);
  await copyWorkspace({ root, setup: { modules, links: [] } }, workspace);
};
const nodeSays = (script: string, cwd = workspace): string =>
  execFileSync(process.execPath, ['-p', script], { cwd, encoding: 'utf8' }).trim();

describe('the node_modules of a workspace', () => {
  it('is a real folder of links; scopes too; caches and notes of tools stay behind', async () => {
    writeFiles(host, {
      'package.json': {},
      'node_modules/plain/index.js': 'module.exports = "plain"',
      'node_modules/@scope/one/index.js': 'module.exports = "scoped"',
      'node_modules/.cache/tool': 'x',
      'node_modules/.vite/deps': 'x',
      'node_modules/.package-lock.json': '{}',
    });
    await link();
    expect(readdirSync(join(workspace, 'node_modules')).sort()).toEqual(['@scope', 'plain']);
    expect(lstatSync(join(workspace, 'node_modules')).isSymbolicLink()).toBe(false);
    expect(lstatSync(join(workspace, 'node_modules/@scope')).isSymbolicLink()).toBe(false);
    expect(readlinkSync(join(workspace, 'node_modules/plain'))).toBe(join(host, 'node_modules/plain'));
    expect(nodeSays('require("plain") + require("@scope/one")')).toBe('plainscoped');
  });

  it('leads to the copy of workspace members, not to the user’s; their commands as well', async () => {
    writeFiles(host, {
      'package.json': { workspaces: ['packages/*'] },
      'packages/a/package.json': { name: 'a', bin: 'cli.js' },
      'packages/a/index.js': 'module.exports = __dirname',
      'packages/a/cli.js': '#!/usr/bin/env node\nconsole.log(__dirname)',
      'packages/b/package.json': { name: '@s/b' },
      'packages/b/index.js': 'module.exports = require("a") + "|" + require("inner")',
      'packages/b/node_modules/inner/index.js': 'module.exports = "inner"',
      'node_modules/.bin/placeholder': '',
    });
    mkdirSync(join(host, 'node_modules/@s'));
    symlinkSync('../packages/a', join(host, 'node_modules/a'));
    symlinkSync('../../packages/b', join(host, 'node_modules/@s/b'));
    symlinkSync('../a/cli.js', join(host, 'node_modules/.bin/a'));
    await link();
    expect(nodeSays('require("@s/b")')).toBe(`${join(workspace, 'packages/a')}|inner`);
    expect(execFileSync(join(workspace, 'node_modules/.bin/a'), { encoding: 'utf8' }).trim()).toBe(
      join(workspace, 'packages/a'),
    );
    expect(statSync(join(host, 'packages/a/cli.js')).mode & 0o100).toBe(0);
  });

  it('takes the place of a link of the content that leads nowhere', async () => {
    writeFiles(host, { 'package.json': {}, 'node_modules/x/index.js': 'module.exports = "x"' });
    pack();
    symlinkSync('../gone/node_modules', join(root, 'node_modules'));
    const modules = collectHostModules({ root, folder: root }, host, []);
    await copyWorkspace({ root, setup: { modules, links: [] } }, workspace);
    expect(nodeSays('require("x")')).toBe('x');
  });

  it('leads to the user’s folder for what was not packed', async () => {
    writeFiles(host, {
      'package.json': {},
      'node_modules/x/index.js': '',
      'generated/index.js': 'module.exports = "g"',
    });
    symlinkSync('../generated', join(host, 'node_modules/generated'));
    pack();
    rmSync(join(root, 'generated'), { recursive: true });
    await copyWorkspace(
      { root, setup: { modules: collectHostModules({ root, folder: root }, host, []), links: [] } },
      workspace,
    );
    expect(nodeSays('require("generated")')).toBe('g');
  });

  it('works with a store as pnpm lays it out', async () => {
    writeFiles(host, {
      'package.json': { dependencies: { foo: '1' } },
      'node_modules/.pnpm/foo@1/node_modules/foo/index.js': 'module.exports = "foo+" + require("bar")',
      'node_modules/.pnpm/bar@1/node_modules/bar/index.js': 'module.exports = "bar"',
      'node_modules/.bin/foo': '#!/bin/sh\necho "$(dirname "$0")"',
    });
    symlinkSync('../../bar@1/node_modules/bar', join(host, 'node_modules/.pnpm/foo@1/node_modules/bar'));
    symlinkSync('.pnpm/foo@1/node_modules/foo', join(host, 'node_modules/foo'));
    await link();
    expect(nodeSays('require("foo")')).toBe('foo+bar');
    expect(existsSync(join(workspace, 'node_modules/.pnpm'))).toBe(false);
    expect(execFileSync('sh', [join(workspace, 'node_modules/.bin/foo')], { encoding: 'utf8' }).trim()).toBe(
      join(workspace, 'node_modules/.bin'),
    );
  });

  it('also has what Node.js finds in folders above, behind the nearer', async () => {
    writeFiles(host, {
      'package.json': {},
      'node_modules/both/package.json': {},
      'node_modules/both/index.js': 'module.exports = "near"',
    });
    writeFiles(join(top, 'users'), {
      'node_modules/both/index.js': 'module.exports = "far"',
      'node_modules/only/package.json': {},
      'node_modules/only/index.js': 'module.exports = "above"',
    });
    await link(['both', 'only']);
    expect(nodeSays('require("both") + " " + require("only")')).toBe('near above');
  });
});

/** Runs as the agent would: by the workspace's own commands, in the workspace. */
const run = async (command: string[]) => {
  let output = '';
  const order: ProcessOrder = {
    command,
    cwd: workspace,
    environment: { PATH: `${join(process.execPath, '..')}:/usr/bin:/bin`, HOME: join(top, 'home') },
    graceSeconds: 2,
    onOutput: (chunk) => {
      output += chunk;
    },
  };
  return { ...(await runProcess(order)), output };
};

describe("the user's folder is not changed by a single byte", () => {
  it('by a run of vitest, which writes its caches into the workspace', async () => {
    installFromHere(host, ['vitest']);
    writeFiles(host, {
      'package.json': { type: 'module', devDependencies: { vitest: '*' } },
      'vitest.config.js': 'export default { test: { snapshotFormat: {} } }',
      'src/sum.js': 'export const sum = (a, b) => a + b',
      'test/sum.test.js': `import { expect, it } from 'vitest';
        import { sum } from '../src/sum.js';
        import { writeFileSync } from 'node:fs';
        it('adds', () => { expect(sum(1, 2)).toBe(3); writeFileSync('left-behind.txt', 'x'); });
        it('snaps', () => { expect({ a: 1 }).toMatchSnapshot(); });
        it('fails', () => { expect(sum(1, 2)).toBe(4); });`,
    });
    const before = hashFolder(host);
    await link(['vitest']);
    const { output, exitCode } = await run([join(workspace, 'node_modules/.bin/vitest'), 'run']);
    expect(output).toMatch(/2 passed/);
    expect(output).toMatch(/1 failed/);
    expect(exitCode).toBe(1);
    expect(existsSync(join(workspace, 'left-behind.txt'))).toBe(true);
    expect(existsSync(join(workspace, 'test/__snapshots__'))).toBe(true);
    expect(hashFolder(host)).toBe(before);
  });

  it('by a run of node --test', async () => {
    writeFiles(host, {
      'package.json': { dependencies: { helper: '*' } },
      'node_modules/helper/package.json': { name: 'helper' },
      'node_modules/helper/index.js': 'module.exports = () => 42',
      'test/a.test.js': `const { test } = require('node:test'); const assert = require('node:assert');
        test('works', () => assert.strictEqual(require('helper')(), 42));
        test('writes', () => require('node:fs').writeFileSync('node_modules/.cache-of-test', 'x'));`,
    });
    const before = hashFolder(host);
    await link(['helper']);
    const { output, exitCode } = await run([process.execPath, '--test']);
    expect(output).toMatch(/pass 2/);
    expect(exitCode).toBe(0);
    expect(existsSync(join(workspace, 'node_modules/.cache-of-test'))).toBe(true);
    expect(hashFolder(host)).toBe(before);
  });

  it('and the comparison would see a change', () => {
    writeFiles(host, { 'a/b.txt': 'x' });
    const before = hashFolder(host);
    writeFileSync(join(host, 'a/b.txt'), 'y');
    expect(hashFolder(host)).not.toBe(before);
  });
});
