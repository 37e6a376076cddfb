import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasPytest } from '../testing/installed.ts';
import { fixtureFolder, listFixture, runFixture, summarise, unitsOfFixture } from '../testing/run-fixture.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-batch-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const writeTest = (name: string, text: string) =>
  writeFile(join(folder, name), `import { test } from 'node:test';\n${text}\n`);

describe('a batch that is aborted', () => {
  it('gives back what is not over, keeps what is, and leaves no process behind', async () => {
    await writeTest('a.test.mjs', "test('ends', () => {});");
    await writeTest(
      'b.test.mjs',
      "test('begins', () => {}); test('waits', () => new Promise((go) => setTimeout(go, 600_000)));",
    );
    await writeTest('c.test.mjs', "test('comes later', () => {});");
    const control = new AbortController();
    const options = { folder, framework: 'node:test', signal: control.signal };
    const units = await unitsOfFixture(options);
    const one = { ...options, definition: { args: ['--test-concurrency=1'] } };
    const { units: told } = await runFixture(one, units, folder, ({ name }) => {
      if (name === 'begins') control.abort();
    });
    expect(told['a.test.mjs']).toMatchObject({ end: { outcome: 'passed' } });
    expect(told['b.test.mjs']?.events).toEqual(['started', 'returned']);
    expect(told['c.test.mjs']?.events).toEqual(['returned']);
  });

  it('before it began never starts a process', async () => {
    await writeTest('a.test.mjs', "import { writeFileSync } from 'node:fs'; writeFileSync('ran', '');");
    const units = await unitsOfFixture({ folder, framework: 'node:test' });
    const { units: told, output } = await runFixture(
      { folder, framework: 'node:test', signal: AbortSignal.abort() },
      units,
      folder,
    );
    expect(told['a.test.mjs']?.events).toEqual(['returned']);
    expect(output).toBe('');
  });
});

describe('an exit code that disagrees', () => {
  it('makes one unit of the batch an error, and names the code', async () => {
    await writeFile(
      join(folder, 'leave-badly.mjs'),
      "export const globalSetup = () => process.on('exit', () => { process.exitCode = 7; });",
    );
    for (const name of ['a', 'b', 'c']) await writeTest(`${name}.test.mjs`, "test('passes', () => {});");
    const options = {
      folder,
      framework: 'node:test',
      definition: { args: ['--test-global-setup=leave-badly.mjs'] },
    };
    const { units } = await runFixture(options, await unitsOfFixture(options), folder);
    const ends = Object.values(units).map(summarise).sort();
    expect(ends).toEqual([
      'error exit-code-disagrees: 1 = 1 + 0 + 0',
      'passed: 1 = 1 + 0 + 0',
      'passed: 1 = 1 + 0 + 0',
    ]);
    const blamed = Object.values(units).find(({ end }) => end?.outcome === 'error');
    expect(blamed?.end).toMatchObject({
      exitCode: 7,
      message: expect.stringContaining('ended with exit code 7'),
    });
  });

  it('is told of beside a test that failed, and blamed on nobody', async () => {
    await writeFile(
      join(folder, 'leave-badly.mjs'),
      "export const globalSetup = () => process.on('exit', () => { process.exitCode = 7; });",
    );
    await writeTest('a.test.mjs', "test('fails', () => { throw new Error('no'); });");
    await writeTest('b.test.mjs', "test('passes', () => {});");
    const told = async (args: string[]) => {
      const options = { folder, framework: 'node:test', definition: { args } };
      const { units } = await runFixture(options, await unitsOfFixture(options), folder);
      return Object.values(units).map(({ end }) => end);
    };
    const badly = await told(['--test-global-setup=leave-badly.mjs']);
    expect(badly.map((end) => end?.outcome).sort()).toEqual(['failed', 'passed']);
    const unexplained = badly.flatMap((end) => end?.unexplained ?? []);
    expect(unexplained).toEqual([expect.stringContaining('ended with exit code 7')]);
    expect((await told([])).flatMap((end) => end?.unexplained ?? [])).toEqual([]);
  });
});

/** A run of Mocha in which `b.js` dies the first time it runs, with the tests given before that. */
const dieOnce = async (before: string) => {
  const write = (name: string, text: string) => writeFile(join(folder, name), text);
  await symlink(join(fixtureFolder('mocha'), '../../../../node_modules'), join(folder, 'node_modules'));
  await write('package.json', JSON.stringify({ scripts: { test: "mocha './*.js'" } }));
  await write('a.js', "it('passes', () => {});");
  await write(
    'b.js',
    `const { existsSync, writeFileSync } = require('node:fs');
    ${before}
    it('dies once', () => {
      if (existsSync('ran')) return;
      writeFileSync('ran', '');
      process.kill(process.pid, 'SIGKILL');
    });`,
  );
  await write('c.js', "it('passes', () => {});");
  const options = { folder, framework: 'mocha' };
  return (await runFixture(options, await unitsOfFixture(options), folder)).units;
};

describe('a process that dies', () => {
  it('is not forgotten because the file passes alone', async () => {
    const units = await dieOnce('');
    expect(units['a.js']?.end?.outcome).toBe('passed');
    expect(units['c.js']?.end?.outcome).toBe('passed');
    expect(units['b.js']?.end).toMatchObject({
      outcome: 'error',
      reason: 'runner-crashed',
      message: expect.stringMatching(/passed alone.*killed by SIGKILL/s),
    });
  });

  it('takes no failure with it that was reported before', async () => {
    const units = await dieOnce(
      "it('fails once', () => { if (!existsSync('ran')) throw new Error('no'); });",
    );
    expect(units['c.js']?.end?.outcome).toBe('passed');
    expect(units['b.js']?.end).toMatchObject({ outcome: 'error', reason: 'runner-crashed' });
    expect(units['b.js']?.cases.map(({ name, status }) => [name, status])).toEqual([
      ['fails once', 'failed'],
    ]);
  });
});

describe('a unit that cannot be found any more', () => {
  it('is an error, and the others of its batch are not', async () => {
    await writeTest('a.test.mjs', "test('passes', () => {});");
    await writeTest('gone.test.mjs', '');
    const options = { folder, framework: 'node:test' };
    const units = await unitsOfFixture(options);
    await rm(join(folder, 'gone.test.mjs'));
    const { units: told } = await runFixture(options, units, folder);
    expect(told['a.test.mjs']?.end?.outcome).toBe('passed');
    expect(told['gone.test.mjs']?.end?.outcome).toBe('error');
  });
});

describe('a listing', () => {
  it.each([
    ['vitest', 'vitest is not in node_modules/.bin'],
    ['jest', 'jest is not in node_modules/.bin'],
    ['playwright', 'playwright is not in node_modules/.bin'],
  ])('of %s that is not installed says so', async (framework, message) => {
    expect(await listFixture({ folder, framework })).toMatchObject({
      ok: false,
      error: { reason: 'listing-failed', message: expect.stringContaining(message) },
    });
  });

  it.each([
    ['vitest', 'vitest'],
    ['jest', 'jest'],
    ['node:test', 'node-test'],
    ['playwright', 'playwright'],
  ])('of %s that finds nothing is refused as no tests', async (framework, fixture) => {
    const options = { folder: fixtureFolder(fixture), framework, definition: { paths: ['no-such-file'] } };
    expect(await listFixture(options)).toMatchObject({
      ok: false,
      error: { reason: 'no-tests', message: expect.stringContaining('found no tests in no-such-file') },
    });
  });

  it.each([
    ['vitest', 'vitest', 'src/cart.test.js'],
    ['jest', 'jest', 'src/cart.test.js'],
    ['node:test', 'node-test', 'test/cart.test.js'],
  ])(
    'of %s where one of several paths leads nowhere is refused, and names it',
    async (framework, fixture, there) => {
      const paths = [there, 'renamed.test.js'];
      const options = { folder: fixtureFolder(fixture), framework, definition: { paths } };
      expect(await listFixture(options)).toMatchObject({
        ok: false,
        error: { reason: 'no-tests', message: expect.stringContaining('There is no renamed.test.js') },
      });
    },
  );

  it.skipIf(!hasPytest)('of pytest in a folder without tests is refused as no tests', async () => {
    expect(await listFixture({ folder, framework: 'pytest' })).toMatchObject({
      ok: false,
      error: { reason: 'no-tests' },
    });
  });

  it.skipIf(!hasPytest)('that fails shows what the framework said', async () => {
    await writeFile(join(folder, 'conftest.py'), 'raise RuntimeError("no licence")\n');
    await writeFile(join(folder, 'test_a.py'), 'def test_a():\n    pass\n');
    expect(await listFixture({ folder, framework: 'pytest' })).toMatchObject({
      ok: false,
      error: { reason: 'listing-failed', message: expect.stringContaining('no licence') },
    });
  });

  it.each([
    ['vitest', 'vitest', false],
    ['node:test', 'node-test', false],
    ['pytest', 'pytest', true],
  ])('of %s knows the number of tests in each file only if it says it', async (framework, fixture, known) => {
    if (framework === 'pytest' && !hasPytest) return;
    const paths = framework === 'pytest' ? ['tests/test_good.py'] : [];
    const listed = await listFixture({ folder: fixtureFolder(fixture), framework, definition: { paths } });
    expect(listed).toMatchObject({ ok: true, value: { countVerified: known } });
  });

  it('of a script with several ways to run is refused, naming them, unless paths say which is meant', async () => {
    const script = 'mocha test/unit && mocha --timeout 9000 test/e2e';
    await writeFile(join(folder, 'package.json'), JSON.stringify({ scripts: { test: script } }));
    const refused = await listFixture({ folder, framework: 'mocha' });
    expect(refused).toMatchObject({
      ok: false,
      error: {
        reason: 'listing-failed',
        message: expect.stringMatching(/"mocha test\/unit", "mocha --timeout 9000 test\/e2e".*"paths"/),
      },
    });
    const chosen = await listFixture({ folder, framework: 'mocha', definition: { paths: ['test/unit'] } });
    expect(JSON.stringify(chosen)).not.toContain('several ways');
  });

  it('finds tests in a folder called env, and refuses what is too deep to be searched', async () => {
    const write = async (...path: string[]) => {
      await mkdir(join(folder, ...path), { recursive: true });
      await writeFile(join(folder, ...path, 'a.test.mjs'), '');
    };
    await write('src', 'env');
    expect(await listFixture({ folder, framework: 'node:test' })).toMatchObject({
      value: { units: [{ key: 'src/env/a.test.mjs' }] },
    });
    await write(...Array.from({ length: 70 }, () => 'd'));
    expect(await listFixture({ folder, framework: 'node:test' })).toMatchObject({
      error: { reason: 'listing-failed', message: expect.stringContaining('64 levels of folders') },
    });
  });

  it('of paths lists these alone', async () => {
    const folderOf = fixtureFolder('vitest');
    const units = await unitsOfFixture({
      folder: folderOf,
      framework: 'vitest',
      definition: { paths: ['src/cart'] },
    });
    expect(units.map(({ key }) => key)).toEqual(['src/cart.test.js']);
  });
});
