import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { useRanFixture } from '../testing/batch-suite.ts';
import { hasBrowser } from '../testing/installed.ts';
import { fixtureFolder } from '../testing/run-fixture.ts';

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
