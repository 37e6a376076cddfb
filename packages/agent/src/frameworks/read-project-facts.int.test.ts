import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { detectFramework, SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixtureFolder } from '../testing/run-fixture.ts';
import { readProjectFacts, walkProject } from './read-project-facts.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-facts-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function write(path: string, text = ''): Promise<void> {
  await mkdir(dirname(join(folder, path)), { recursive: true });
  await writeFile(join(folder, path), text);
}

describe('the files of a project', () => {
  it('are without dependencies, caches and links, nearest first', async () => {
    for (const path of [
      'a.js',
      'sub/deep/b.js',
      'sub/c.js',
      'node_modules/x/d.js',
      '.git/config',
      'venv/pyvenv.cfg',
      'venv/e.py',
      'lib/env/pyvenv.cfg',
      'lib/env/g.js',
      'env/h.test.js',
    ]) {
      await write(path);
    }
    await symlink('/etc', join(folder, 'etc'));
    expect(walkProject(folder)).toEqual({
      files: ['a.js', 'env/h.test.js', 'sub/c.js', 'sub/deep/b.js'],
    });
  });

  it('are no more than the limits allow, which is said', async () => {
    for (let index = 0; index < 20; index += 1) await write(`d${index}/f.js`);
    const few = walkProject(folder, { files: 5 });
    expect([few.files.length, few.beyond]).toEqual([5, '5 files']);
    expect(walkProject(folder, { depth: 1 })).toEqual({ files: [], beyond: '1 levels of folders' });
    expect(walkProject(folder, { files: 20, depth: 2 }).beyond).toBeUndefined();
  });

  it('may hold a broken package.json', async () => {
    await write('package.json', '{"scripts": ');
    expect(readProjectFacts(folder).packageJson).toBeUndefined();
    await write('package.json', '{"scripts": [], "devDependencies": {"jest": "30"}}');
    expect(readProjectFacts(folder).packageJson).toEqual({ scripts: {}, dependencies: ['jest'] });
  });
});

describe('the sample projects', () => {
  it.each([
    ['vitest', 'vitest'],
    ['jest', 'jest'],
    ['node-test', 'node:test'],
    ['pytest', 'pytest'],
    ['playwright', 'playwright'],
  ])('%s is found to be %s', (name, framework) => {
    const detected = detectFramework(SHIPPED_FRAMEWORKS, readProjectFacts(fixtureFolder(name)));
    expect(detected).toMatchObject({ ok: true, value: { framework: { name: framework } } });
  });
});
