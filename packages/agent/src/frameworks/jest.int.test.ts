import { describe, expect, it } from 'vitest';
import { useRanFixture } from '../testing/batch-suite.ts';
import { runByHand } from '../testing/run-by-hand.ts';
import { fixtureFolder } from '../testing/run-fixture.ts';

const folder = fixtureFolder('jest');
// In one process, so that what leaves it takes the whole run along, on any machine.
const definition = { timeouts: { unitSeconds: 5 }, args: ['--runInBand'] };
const fixture = useRanFixture({ folder, framework: 'jest', definition });

describe('Jest', () => {
  it('lists files, the broken one among them', () => {
    const files = ['broken', 'cart', 'crash', 'hang', 'outcomes'];
    expect(fixture.units().map(({ key }) => key)).toEqual(files.map((name) => `src/${name}.test.js`));
  });

  it('runs every unit to its end, and nothing is green because the process left with 0', () => {
    expect(fixture.ends()).toEqual({
      'src/broken.test.js': 'error unit-without-results: 0 = 0 + 0 + 0',
      'src/cart.test.js': 'passed: 3 = 3 + 0 + 0',
      'src/crash.test.js': 'error runner-crashed: 1 = 1 + 0 + 0',
      'src/hang.test.js': 'error unit-timeout: 1 = 1 + 0 + 0',
      'src/outcomes.test.js': 'failed tests-failed: 7 = 2 + 3 + 2',
    });
    expect(fixture.record('src/crash.test.js').events).toEqual(['started', 'restarted', 'finished']);
  });

  it('tells each test as it went', () => {
    expect(fixture.cases('src/outcomes.test.js')).toEqual({
      passes: 'passed',
      fails: 'failed',
      'is skipped': 'skipped',
      'is to come': 'skipped',
      'passes on its second try': 'passed',
      'takes too long': 'failed',
      'a broken set-up > is never reached': 'failed',
    });
  });

  it('tells what was compared, where, and what was tried again', () => {
    const { cases } = fixture.record('src/outcomes.test.js');
    expect(cases.find(({ name }) => name === 'fails')).toMatchObject({
      line: 7,
      assertions: [{ type: 'toEqual', expected: '{ total: 12 }', actual: '{ total: 10 }', passed: false }],
    });
    expect(cases.find(({ flaky }) => flaky)).toMatchObject({ name: 'passes on its second try', retries: 1 });
  });

  it('explains what did not come to an end', () => {
    expect(fixture.record('src/broken.test.js').end?.message).toContain("Cannot find module './nowhere.js'");
    expect(fixture.record('src/crash.test.js').end).toMatchObject({
      exitCode: 0,
      message: expect.stringContaining('exit code 0 before all of its tests were reported'),
    });
  });

  it('counts what Jest itself counts', async () => {
    const printed = await runByHand(['jest', 'broken', 'cart', 'outcomes'], folder);
    expect(printed).toContain('Tests:       3 failed, 1 skipped, 1 todo, 5 passed, 10 total');
  });
});
