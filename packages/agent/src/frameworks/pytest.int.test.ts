import { describe, expect, it } from 'vitest';
import { useRanFixture } from '../testing/batch-suite.ts';
import { hasPytest } from '../testing/installed.ts';
import { runByHand } from '../testing/run-by-hand.ts';
import { fixtureFolder } from '../testing/run-fixture.ts';

const folder = fixtureFolder('pytest');
const definition = { timeouts: { unitSeconds: 3 }, args: ['-p', 'no:cacheprovider'] };

describe.skipIf(!hasPytest)('pytest', () => {
  const fixture = useRanFixture({ folder, framework: 'pytest', definition });

  it('lists files with the number of their tests; one without is listed all the same', () => {
    expect(fixture.units().map(({ key, expectedTests }) => [key, expectedTests])).toEqual([
      ['tests/test_broken.py', undefined],
      ['tests/test_crash.py', 3],
      ['tests/test_good.py', 2],
      ['tests/test_hang.py', 2],
      ['tests/test_outcomes.py', 13],
      ['tests/test_skipped_module.py', undefined],
    ]);
  });

  it('runs every unit to its end, and nothing is green because the process left with 0', () => {
    expect(fixture.ends()).toEqual({
      'tests/test_broken.py': 'error tests-failed: 1 = 0 + 1 + 0',
      'tests/test_crash.py': 'error runner-crashed: 1 = 1 + 0 + 0',
      'tests/test_good.py': 'passed: 2 = 2 + 0 + 0',
      'tests/test_hang.py': 'error unit-timeout: 1 = 1 + 0 + 0',
      'tests/test_outcomes.py': 'failed tests-failed: 14 = 7 + 5 + 2',
      'tests/test_skipped_module.py': 'skipped: 1 = 0 + 0 + 1',
    });
  });

  it('tells each test as it went', () => {
    expect(fixture.cases('tests/test_outcomes.py')).toEqual({
      test_passes: 'passed',
      test_fails: 'failed',
      test_skipped: 'skipped',
      test_xfail: 'skipped',
      test_xpass: 'passed',
      test_xpass_strict: 'failed',
      test_setup_error: 'error',
      test_teardown_error: 'passed',
      'test_teardown_error (teardown)': 'error',
      'test_parametrised[a::b]': 'passed',
      'test_parametrised[c[d]]': 'passed',
      'test_parametrised[3]': 'failed',
      'TestClass > TestInner > test_deep': 'passed',
      'OldStyle > test_old': 'passed',
    });
  });

  it('tells what was compared, where, what was printed, and the marks', () => {
    const { cases } = fixture.record('tests/test_outcomes.py');
    expect(cases.find(({ name }) => name === 'test_fails')).toMatchObject({
      line: 22,
      output: expect.stringContaining('about to fail'),
      assertions: [{ type: '==', expected: "{'total': 12}", actual: "{'total': 10}" }],
    });
    expect(cases.find(({ name }) => name === 'test_parametrised[3]')?.tags).toEqual(['slow']);
    expect(cases.find(({ name }) => name === 'test_xfail')).toMatchObject({
      tags: ['xfail'],
      message: 'known bug',
    });
  });

  it('explains what did not come to an end', () => {
    expect(fixture.record('tests/test_broken.py').cases[0]?.message).toContain("No module named 'nowhere'");
    expect(fixture.record('tests/test_crash.py').end?.message).toContain('exit code 0 before all');
  });

  it('counts what pytest itself counts', async () => {
    const names = ['broken', 'good', 'outcomes', 'skipped_module'];
    const files = names.map((name) => `tests/test_${name}.py`);
    const args = ['-m', 'pytest', '-p', 'no:cacheprovider', '--continue-on-collection-errors'];
    const printed = await runByHand(['python3', ...args, ...files], folder);
    expect(printed).toContain('3 failed, 8 passed, 2 skipped, 1 xfailed, 1 xpassed, 3 errors');
    const counts = names.map((name) => fixture.record(`tests/test_${name}.py`).end?.counts);
    const sum = (key: 'passed' | 'failed' | 'skipped') =>
      counts.reduce((total, count) => total + (count?.[key] ?? 0), 0);
    expect([sum('failed'), sum('passed'), sum('skipped')]).toEqual([3 + 3, 8 + 1, 2 + 1]);
  });
});
