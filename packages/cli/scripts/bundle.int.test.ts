import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type BundlePlan, bundle, checkInstalledVersions } from './bundle.mjs';
import { FILES } from './own-place.mjs';

let repository: string;
beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'gauntlet bundle-')); // a blank, as folders of people have
});
afterEach(() => rmSync(repository, { recursive: true, force: true }));

function write(files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(repository, name)), { recursive: true });
    writeFileSync(join(repository, name), text);
  }
}

const MAIN = 'packages/one/src/main.ts';
const READER = 'packages/one/src/deep/reader.ts';
const PLAN: BundlePlan = {
  programs: { one: MAIN },
  assets: {},
  besidePrograms: [],
  installed: [],
  instead: {},
  absent: [],
};

async function bundleAndRun(plan: Partial<BundlePlan> = {}): Promise<string> {
  const folder = join(repository, 'dist');
  await bundle(repository, { ...PLAN, logLevel: 'silent', ...plan }, folder);
  const { stdout, stderr } = spawnSync(process.execPath, [join(folder, 'one.js')], { encoding: 'utf8' });
  return stdout + stderr;
}

test('a CommonJS package may call require and ask where it is', async () => {
  write({
    [MAIN]: "import { join } from 'old'; console.log(join('a', 'b'));",
    'node_modules/old/package.json': '{"name":"old","version":"1.2.3","license":"MIT","main":"index.js"}',
    'node_modules/old/index.js': "const p = require('path'); p.isAbsolute(__dirname); exports.join = p.join;",
    'node_modules/old/LICENSE': 'Copyright of old',
  });
  expect(await bundleAndRun()).toBe('a/b\n');
});

test('what stands in for a package is what is bundled', async () => {
  write({
    [MAIN]: "import { join } from 'old'; console.log(join());",
    'node_modules/old/package.json': '{"name":"old","version":"1.2.3","license":"MIT","main":"index.js"}',
    'node_modules/old/index.js': "exports.join = () => 'of the package';",
    'node_modules/old/LICENSE': 'Copyright of old',
    'packages/one/scripts/no-old.mjs': "export const join = () => 'instead';",
  });
  expect(await bundleAndRun({ instead: { old: 'packages/one/scripts/no-old.mjs' } })).toBe('instead\n');
  expect(readFileSync(join(repository, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8')).not.toContain('old');
});

test('the licence of what was bundled is told', async () => {
  write({
    [MAIN]: "import 'old';",
    'node_modules/old/package.json': '{"name":"old","version":"1.2.3","license":"MIT","main":"index.js"}',
    'node_modules/old/index.js': "console.log('old');",
    'node_modules/old/LICENSE': 'Copyright of old',
  });
  await bundleAndRun();
  expect(readFileSync(join(repository, 'dist/THIRD-PARTY-NOTICES.txt'), 'utf8')).toBe(
    'old 1.2.3 (MIT)\n\nCopyright of old\n',
  );
});

test.each([
  "join(import.meta.dirname, '../../assets/a.txt')",
  "new URL('../../assets/a.txt', import.meta.url)",
  "join(import.meta.filename, '../../../assets/a.txt')",
])('an asset is found from the bundle as from the source: %s', async (place) => {
  write({
    [MAIN]: "import './deep/reader.ts';",
    [READER]: `import { readFileSync } from 'node:fs'; import { join } from 'node:path';
      console.log(readFileSync(${place}, 'utf8'), typeof join);`,
    'packages/one/assets/a.txt': 'the asset',
  });
  expect(await bundleAndRun({ assets: { 'packages/one/assets': READER } })).toBe('the asset function\n');
});

test('a source that means "beside the program" is left as it is', async () => {
  write({
    [MAIN]: "import './deep/reader.ts';",
    [READER]: "import { basename } from 'node:path'; console.log(basename(import.meta.dirname));",
  });
  expect(await bundleAndRun({ besidePrograms: [READER] })).toBe('dist\n');
});

test('a source that asks where it is without being in the plan fails the build', async () => {
  write({ [MAIN]: "import './deep/reader.ts';", [READER]: 'console.log(import.meta.url);' });
  await expect(bundleAndRun()).rejects.toThrow(`${READER} asks where it is`);
});

test('an asset that no source reads fails the build', async () => {
  write({ [MAIN]: 'console.log(1);', 'packages/one/assets/a.txt': 'the asset' });
  await expect(bundleAndRun({ assets: { 'packages/one/assets': READER } })).rejects.toThrow(
    `${READER} should read an asset`,
  );
});

test("an installed package must be a dependency in the server's version, and nothing else must be one", () => {
  const manifest = (dependencies: object) => JSON.stringify({ dependencies });
  write({
    'packages/server/package.json': manifest({ native: '1.0.0', bundled: '2.0.0' }),
    'packages/cli/package.json': manifest({ native: '1.0.0' }),
  });
  checkInstalledVersions(repository, ['native']);
  write({ 'packages/cli/package.json': manifest({ native: '1.0.1' }) });
  expect(() => checkInstalledVersions(repository, ['native'])).toThrow('make them the same');
  write({ 'packages/cli/package.json': manifest({ native: '1.0.0', bundled: '2.0.0' }) });
  expect(() => checkInstalledVersions(repository, ['native'])).toThrow('what is not bundled is native');
});

test('files go along, without what Python compiled beside them', async () => {
  write({
    [MAIN]: "import './deep/reader.ts';",
    [READER]: "import { join } from 'node:path'; console.log(join(import.meta.dirname, '../../plugins'));",
    'packages/one/plugins/plugin.py': 'print()',
    'packages/one/plugins/__pycache__/plugin.cpython-311.pyc': 'of this machine',
  });
  await bundleAndRun({ assets: { 'packages/one/plugins': READER } });
  const plugins = join(repository, 'dist', FILES, 'packages/one/plugins');
  expect(readdirSync(plugins)).toEqual(['plugin.py']);
});
