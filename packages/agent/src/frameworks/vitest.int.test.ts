import { describe, expect, it } from 'vitest';
import { useRanFixture } from '../testing/batch-suite.ts';
import { runByHand } from '../testing/run-by-hand.ts';
import { fixtureFolder } from '../testing/run-fixture.ts';

const folder = fixtureFolder('vitest');
const fixture = useRanFixture({ folder, framework: 'vitest', definition: { timeouts: { unitSeconds: 5 } } });

describe('Vitest', () => {
  it('lists files, the broken one among them', () => {
    const files = ['broken', 'cart', 'crash', 'hang', 'late', 'outcomes'];
    expect(fixture.units().map(({ key }) => key)).toEqual(files.map((name) => `src/${name}.test.js`));
  });

  it('runs every unit to its end', () => {
    expect(fixture.ends()).toEqual({
      'src/broken.test.js': 'error unit-without-results: 0 = 0 + 0 + 0',
      'src/cart.test.js': 'passed: 3 = 3 + 0 + 0',
      'src/crash.test.js': 'error runner-crashed: 0 = 0 + 0 + 0',
      'src/hang.test.js': 'error unit-timeout: 0 = 0 + 0 + 0',
      'src/late.test.js': 'error tests-failed: 1 = 1 + 0 + 0',
      'src/outcomes.test.js': 'failed tests-failed: 7 = 2 + 2 + 3',
    });
  });

  it('tells each test as it went', () => {
    expect(fixture.cases('src/outcomes.test.js')).toEqual({
      passes: 'passed',
      fails: 'failed',
      'is skipped': 'skipped',
      'is to come': 'skipped',
      'passes on its second try': 'passed',
      'takes too long': 'failed',
      'a broken set-up > is never reached': 'skipped',
    });
    expect(fixture.cases('src/cart.test.js')).toEqual({
      'a cart > that is empty > costs nothing': 'passed',
      'a cart > holds 1 things': 'passed',
      'a cart > holds 2 things': 'passed',
    });
  });

  it('tells what was compared, where, what was printed and what was tried again', () => {
    const { cases, end } = fixture.record('src/outcomes.test.js');
    expect(cases.find(({ name }) => name === 'fails')).toMatchObject({
      line: 7,
      message: expect.stringContaining('to deeply equal'),
      assertions: [
        { expected: expect.stringContaining('12'), actual: expect.stringContaining('10'), passed: false },
      ],
    });
    expect(cases.find(({ flaky }) => flaky)).toMatchObject({ name: 'passes on its second try', retries: 1 });
    expect(end?.counts.flaky).toBe(1);
    expect(end?.message).toContain('suite "a broken set-up" failed: Error: no database');
    expect(fixture.record('src/cart.test.js').cases[0]?.output).toContain('an empty cart');
  });

  it('explains what did not come to an end', () => {
    expect(fixture.record('src/broken.test.js').end?.message).toContain("Cannot find module './nowhere.js'");
    expect(fixture.record('src/crash.test.js').end?.message).toContain('SIGKILL');
    expect(fixture.record('src/hang.test.js').end?.message).toContain('longer than its limit of 5 s');
    expect(fixture.record('src/late.test.js').end?.message).toContain('nobody waits for this');
  });

  it('counts what Vitest itself counts', async () => {
    const printed = await runByHand(['vitest', 'run', 'broken', 'cart', 'outcomes'], folder);
    expect(printed).toMatch(/Tests +2 failed \| 5 passed \| 2 skipped \| 1 todo \(10\)/);
    const counts = ['broken', 'cart', 'outcomes'].map(
      (name) => fixture.record(`src/${name}.test.js`).end?.counts,
    );
    expect(counts.map((count) => [count?.failed, count?.passed, count?.skipped])).toEqual([
      [0, 0, 0],
      [0, 3, 0],
      [2, 2, 3],
    ]);
  });
});
