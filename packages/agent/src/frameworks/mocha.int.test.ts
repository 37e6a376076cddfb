import { describe, expect, it } from 'vitest';
import { useRanFixture } from '../testing/batch-suite.ts';
import { runByHand } from '../testing/run-by-hand.ts';
import { fixtureFolder } from '../testing/run-fixture.ts';

const folder = fixtureFolder('mocha');
const fixture = useRanFixture({ folder, framework: 'mocha', definition: { timeouts: { unitSeconds: 3 } } });

describe('Mocha', () => {
  it("lists the files of the project's configuration, without those that only prepare", () => {
    const files = ['broken', 'cart', 'crash', 'hang', 'outcomes'];
    expect(fixture.units().map(({ key }) => key)).toEqual(files.map((name) => `spec/${name}.spec.js`));
  });

  it('runs every unit to its end, and no other with it', () => {
    expect(fixture.ends()).toEqual({
      'spec/broken.spec.js': 'error unit-without-results: 0 = 0 + 0 + 0',
      'spec/cart.spec.js': 'passed: 2 = 2 + 0 + 0',
      'spec/crash.spec.js': 'error runner-crashed: 1 = 1 + 0 + 0',
      'spec/hang.spec.js': 'error unit-timeout: 1 = 1 + 0 + 0',
      'spec/outcomes.spec.js': 'failed tests-failed: 7 = 2 + 3 + 2',
    });
    expect(fixture.record('spec/broken.spec.js').end?.message).toContain("Cannot find module './nowhere.js'");
  });

  it('tells each test as it went', () => {
    expect(fixture.cases('spec/outcomes.spec.js')).toEqual({
      passes: 'passed',
      fails: 'failed',
      'is skipped': 'skipped',
      'is to come': 'skipped',
      'passes on its second try': 'passed',
      'takes too long': 'failed',
      'a broken set-up > "before all" hook for "is never reached"': 'error',
    });
    const { cases } = fixture.record('spec/outcomes.spec.js');
    expect(cases.find(({ name }) => name === 'fails')?.assertions).toMatchObject([
      { type: 'deepEqual', expected: expect.stringContaining('12'), actual: expect.stringContaining('10') },
    ]);
    expect(cases.find(({ flaky }) => flaky)).toMatchObject({ name: 'passes on its second try', retries: 1 });
  });

  it('counts what Mocha itself counts', async () => {
    const files = ['cart', 'outcomes'].map((name) => `spec/${name}.spec.js`);
    const options = ['--no-config', '--file', 'support/prepare.js', '--timeout', '300'];
    const printed = await runByHand(['mocha', ...options, ...files], folder);
    const counted = ['passing', 'failing', 'pending'].map(
      (word) => new RegExp(`(\\d+) ${word}`).exec(printed)?.[1],
    );
    expect(counted).toEqual(['4', '3', '2']);
  });
});
