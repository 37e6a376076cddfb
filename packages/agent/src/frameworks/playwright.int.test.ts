import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { PlannedUnit } from '@gauntlet/contract';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { useRanFixture } from '../testing/batch-suite.ts';
import { hasBrowser } from '../testing/installed.ts';
import { fixtureFolder, runFixture, unitsOfFixture } from '../testing/run-fixture.ts';
import { KnownPlan } from './known-plan.ts';

const folder = fixtureFolder('playwright');

/**
 * Playwright records videos with an ffmpeg of its own, which it looks for by revision in a folder of
 * browsers. The system's serves as well: it is put there by a link.
 */
function linkSystemFfmpeg(): string {
  const require = createRequire(join(folder, 'package.json'));
  const core = dirname(
    require.resolve('playwright-core/package.json', { paths: [require.resolve('@playwright/test')] }),
  );
  const { browsers } = JSON.parse(readFileSync(join(core, 'browsers.json'), 'utf8'));
  const { revision } = browsers.find(({ name }: { name: string }) => name === 'ffmpeg');
  const browsersFolder = mkdtempSync(join(tmpdir(), 'gauntlet-browsers-'));
  mkdirSync(join(browsersFolder, `ffmpeg-${revision}`));
  symlinkSync('/usr/bin/ffmpeg', join(browsersFolder, `ffmpeg-${revision}`, 'ffmpeg-linux'));
  return browsersFolder;
}

describe.skipIf(!hasBrowser)('Playwright Test', () => {
  const browsersFolder = linkSystemFfmpeg();
  afterAll(() => rmSync(browsersFolder, { recursive: true, force: true }));

  const environment = { PLAYWRIGHT_BROWSERS_PATH: browsersFolder };
  const files = new Map<string, Buffer>();
  const fixture = useRanFixture({
    folder,
    framework: 'playwright',
    environment,
    onCase: ({ attachments }) => {
      for (const { path } of attachments) files.set(path, readFileSync(path));
    },
  });

  it('lists files with the number of their tests in all projects; a broken one does not hide the others', () => {
    expect(fixture.units().map(({ key, expectedTests }) => [key, expectedTests])).toEqual([
      ['tests/broken.spec.js', undefined],
      ['tests/crash.spec.js', 3],
      ['tests/page.spec.js', 4],
      ['tests/plain.spec.js', 6],
      ['tests/retried.spec.js', 4],
    ]);
  });

  it('runs every unit to its end', () => {
    expect(fixture.ends()).toEqual({
      'tests/broken.spec.js': 'error unit-without-results: 0 = 0 + 0 + 0',
      'tests/crash.spec.js': 'failed tests-failed: 3 = 2 + 1 + 0',
      'tests/page.spec.js': 'failed tests-failed: 4 = 2 + 1 + 1',
      'tests/plain.spec.js': 'failed tests-failed: 6 = 2 + 2 + 2',
      'tests/retried.spec.js': 'failed tests-failed: 4 = 2 + 1 + 1',
    });
    expect(fixture.record('tests/broken.spec.js').end?.message).toContain(
      "Cannot find module './nowhere.js'",
    );
  });

  it('tells each test as it went', () => {
    expect(fixture.cases('tests/plain.spec.js')).toEqual({
      adds: 'passed',
      'adds wrongly': 'failed',
      'is not ready': 'skipped',
      'is broken': 'skipped',
      'is known to fail': 'passed',
      'never ends': 'failed',
    });
    expect(fixture.cases('tests/retried.spec.js')).toEqual({
      'passes on its second try': 'passed',
      'in one go > begins': 'passed',
      'in one go > fails both times': 'failed',
      'in one go > is left out': 'skipped',
    });
    expect(fixture.record('tests/retried.spec.js').end?.counts.flaky).toBe(1);
  });

  it('tells project, tags, line, output and what was compared', () => {
    const { cases } = fixture.record('tests/page.spec.js');
    expect(cases.map(({ name, project, status }) => [name, project, status])).toEqual([
      ['shows its title', 'desktop', 'passed'],
      ['shows the price', 'desktop', 'failed'],
      ['shows its title', 'tablet', 'passed'],
      ['shows the price', 'tablet', 'skipped'],
    ]);
    expect(cases[0]?.tags).toEqual(['@smoke']);
    expect(cases[1]).toMatchObject({
      line: 9,
      output: expect.stringContaining('the price is wrong'),
      assertions: [{ type: 'toHaveText', expected: '"10.00"', actual: '"12.00"' }],
    });
    expect(cases[3]?.message).toBe('prices are hidden on tablets');
  });

  it('keeps screenshot, video and trace of a failure, and what the test attached', () => {
    const failed = fixture.record('tests/page.spec.js').cases[1];
    const beginningOf = (kind: string, name?: string) => {
      const attachment = failed?.attachments.find(
        (each) => each.kind === kind && (!name || each.name === name),
      );
      return files
        .get(attachment?.path ?? '')
        ?.toString('latin1')
        .slice(0, 11);
    };
    expect(beginningOf('screenshot')).toContain('PNG');
    expect(beginningOf('video')).toContain('E\xdf\xa3');
    expect(beginningOf('trace')).toContain('PK');
    expect(beginningOf('attachment', 'basket')).toBe('{"items":1}');
  });
});

describe('Playwright Test with a set-up project', () => {
  let work = '';
  beforeEach(() => {
    work = mkdtempSync(join(tmpdir(), 'gauntlet-stray-'));
    symlinkSync(join(folder, '../../../../node_modules'), join(work, 'node_modules'));
    const write = (name: string, text: string) =>
      writeFileSync(join(work, name), `const { test, expect } = require('@playwright/test');\n${text}`);
    const projects = [
      { name: 'first', testMatch: 'first.setup.js', teardown: 'last' },
      { name: 'last', testMatch: 'last.teardown.js' },
      { name: 'main', testMatch: 'a.spec.js', dependencies: ['first'] },
    ];
    write('playwright.config.js', `module.exports = { workers: 1, projects: ${JSON.stringify(projects)} };`);
    write('first.setup.js', "test('sets up', () => {});");
    write('a.spec.js', "test('passes', () => { require('node:fs').writeFileSync('ran', ''); });");
    write(
      'last.teardown.js',
      "test('tears down', () => expect(require('node:fs').existsSync('ran')).toBe(false));",
    );
  });
  afterEach(() => rmSync(work, { recursive: true, force: true }));

  const run = async (plan: (units: readonly PlannedUnit[]) => KnownPlan) => {
    const options = { folder: work, framework: 'playwright' };
    const listed = await unitsOfFixture(options);
    const spec = listed.filter(({ key }) => key === 'a.spec.js');
    const { units } = await runFixture({ ...options, plan: plan(listed) }, spec, join(work, 'kept'));
    return units['a.spec.js']?.end;
  };

  it('is red when the tear-down fails only behind the file, and names it', async () => {
    expect(await run((units) => new KnownPlan(work, units))).toMatchObject({
      outcome: 'error',
      reason: 'exit-code-disagrees',
      message: expect.stringMatching(/last\.teardown\.js, which is a unit of its own, failed.*tears down/),
    });
  });

  it('is red when what fails was never listed', async () => {
    expect(await run(() => new KnownPlan(work, [{ file: 'a.spec.js' }]))).toMatchObject({
      outcome: 'error',
      message: expect.stringContaining('not among the files that were listed'),
    });
  });

  it('blames the file for nothing that was red on its own already', async () => {
    const end = await run((units) => {
      const plan = new KnownPlan(work, units);
      plan.noteFailed('last.teardown.js');
      return plan;
    });
    expect(end).toMatchObject({ outcome: 'passed' });
  });

  it('counts each repetition of a test', async () => {
    writeFileSync(
      join(work, 'playwright.config.js'),
      "module.exports = { repeatEach: 3, testMatch: 'first.setup.js' };",
    );
    const options = { folder: work, framework: 'playwright' };
    const listed = await unitsOfFixture(options);
    expect(listed.map(({ expectedTests }) => expectedTests)).toEqual([3]);
    const { units } = await runFixture(options, listed, join(work, 'kept'));
    expect(units['first.setup.js']?.end).toMatchObject({ outcome: 'passed', counts: { passed: 3 } });
  });
});
