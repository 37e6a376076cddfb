import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { detectFramework, SHIPPED_FRAMEWORKS } from '@gauntlet/core/executions';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fixtureFolder } from '../testing/run-fixture.ts';
import { readProjectFacts, walkFiles } from './read-project-facts.ts';

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
      '.venv/e.py',
    ]) {
      await write(path);
    }
    await symlink('/etc', join(folder, 'etc'));
    expect(walkFiles(folder)).toEqual(['a.js', 'sub/c.js', 'sub/deep/b.js']);
  });

  it('are no more than the limits allow', async () => {
    for (let index = 0; index < 20; index += 1) await write(`d${index}/f.js`);
    expect(walkFiles(folder, { files: 5 })).toHaveLength(5);
    expect(walkFiles(folder, { depth: 1 })).toEqual([]);
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
