import { describe, expect, it } from 'vitest';
import { useRanFixture } from '../testing/batch-suite.ts';
import { runByHand } from '../testing/run-by-hand.ts';
import { fixtureFolder } from '../testing/run-fixture.ts';

const folder = fixtureFolder('node-test');
const fixture = useRanFixture({
  folder,
  framework: 'node:test',
  definition: { timeouts: { unitSeconds: 3 } },
});

describe('node:test', () => {
  it("lists the files of the project's own test script", () => {
    const files = ['bare', 'broken', 'cart', 'crash', 'exits', 'hang', 'leaves', 'outcomes', 'script'];
    expect(fixture.units().map(({ key }) => key)).toEqual(files.map((name) => `test/${name}.test.js`));
  });

  it('runs every unit to its end', () => {
    expect(fixture.ends()).toEqual({
      'test/bare.test.js': 'passed: 1 = 1 + 0 + 0',
      'test/broken.test.js': 'error tests-failed: 1 = 0 + 1 + 0',
      'test/cart.test.js': 'passed: 6 = 6 + 0 + 0',
      'test/crash.test.js': 'error tests-failed: 1 = 0 + 1 + 0',
      'test/exits.test.js': 'error tests-failed: 1 = 0 + 1 + 0',
      'test/hang.test.js': 'error unit-timeout: 1 = 1 + 0 + 0',
      'test/leaves.test.js': 'error tests-failed: 1 = 1 + 0 + 0',
      'test/outcomes.test.js': 'failed tests-failed: 8 = 1 + 5 + 2',
      'test/script.test.js': 'passed: 1 = 1 + 0 + 0',
    });
  });

  it('takes no file for passed that left by process.exit(0) before its tests had told anything', () => {
    expect(fixture.record('test/exits.test.js').cases).toMatchObject([
      { name: 'test/exits.test.js', status: 'error', message: expect.stringContaining('nothing was seen') },
    ]);
  });

  it('tells each test as it went; one that a helper declares belongs to the file that called it', () => {
    expect(fixture.cases('test/cart.test.js')).toEqual({
      'a cart > that is empty > costs nothing': 'passed',
      'is prepared by the script': 'passed',
      'has parts > one': 'passed',
      'has parts > two': 'passed',
      'has parts': 'passed',
      'is declared elsewhere': 'passed',
    });
    expect(fixture.cases('test/outcomes.test.js')).toEqual({
      passes: 'passed',
      fails: 'failed',
      'is skipped': 'skipped',
      'fails, but is to come': 'skipped',
      'has a part that fails > the part': 'failed',
      'has a part that fails': 'failed',
      'takes too long': 'error',
      'a broken set-up > is never reached': 'error',
    });
  });

  it('tells what was compared and where', () => {
    const { cases } = fixture.record('test/outcomes.test.js');
    expect(cases.find(({ name }) => name === 'fails')).toMatchObject({
      line: 6,
      assertions: [{ type: 'deepStrictEqual', expected: '{ total: 12 }', actual: '{ total: 10 }' }],
    });
  });

  it('explains what did not come to an end', () => {
    const [broken] = fixture.record('test/broken.test.js').cases;
    expect(broken).toMatchObject({
      status: 'error',
      message: expect.stringContaining('(exit code 1): Error [ERR_MODULE_NOT_FOUND]: Cannot find module'),
      stack: expect.stringContaining('nowhere.js'),
    });
    expect(fixture.record('test/crash.test.js').cases[0]?.message).toContain('SIGKILL');
    expect(fixture.record('test/leaves.test.js').end?.message).toContain(
      '2 tests began but never ended, for the process left before them: leaves with 0, comes after',
    );
  });

  it('counts what Node.js itself counts', async () => {
    // Neither the hanging file nor the one of which Node.js itself takes for passed what nobody saw.
    const names = ['bare', 'broken', 'cart', 'crash', 'leaves', 'outcomes', 'script'];
    const files = names.map((name) => `test/${name}.test.js`);
    const args = ['--import', './lib/prepare.js', '--test', '--test-reporter=spec'];
    const printed = await runByHand(['node', ...args, ...files], folder, { NODE_ENV: 'test' });
    const counted = Object.fromEntries(
      [...printed.matchAll(/^ℹ (\w+) (\d+)$/gm)].map(([, name, count]) => [name, Number(count)]),
    );
    const { total, passed, failed, skipped } = fixture.totals();
    expect(counted.tests).toBe(total - 2); // The one that the hanging file told before its end.
    expect(counted.pass).toBe(passed - 1);
    expect((counted.fail ?? 0) + (counted.cancelled ?? 0)).toBe(failed - 1);
    expect((counted.skipped ?? 0) + (counted.todo ?? 0)).toBe(skipped);
  });
});
