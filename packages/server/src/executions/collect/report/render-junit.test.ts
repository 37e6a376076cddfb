import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { renderJUnit } from './render-junit.ts';
import type { ReportSource } from './report-source.ts';
import { largeReport, sampleReport, sampleResult, sampleUnit } from './sample-report.ts';

const FAILED = {
  status: 'failed',
  message: 'expected 1 to be 2',
  stack: 'AssertionError\n  at a.ts:1',
} as const;

describe('the merged JUnit XML', () => {
  const quarantine = { reason: 'a race', expiresAt: '2026-04-01T00:00:00.000Z' };

  test('has no failure for what failed in quarantine, and says what it was', async () => {
    const results = [sampleResult(), sampleResult({ name: 'shaky', quarantine, ...FAILED })];
    const units = [sampleUnit({ outcome: 'failed', reason: 'tests-failed' })];
    const root = await parse(sampleReport({ units, results }));
    expect(root.attributes).toMatchObject({ tests: '2', failures: '0', errors: '0', skipped: '1' });
    const text = await textOf(sampleReport({ units, results }));
    expect(text).toContain('failed in quarantine (a race; until 2026-04-01T00:00:00.000Z), not counted');
    expect(text).toContain('AssertionError');
    expect(text).toContain('name="gauntlet.quarantined-failures" value="1"');
  });

  test('keeps an error for whatever else was wrong with a unit whose test is in quarantine', async () => {
    const results = [sampleResult(), sampleResult({ name: 'shaky', quarantine, ...FAILED })];
    for (const end of [{ message: 'afterAll failed' }, { reason: 'runner-crashed' as const }]) {
      const units = [sampleUnit({ outcome: 'failed', reason: 'tests-failed', ...end })];
      const root = await parse(sampleReport({ execution: { verdict: 'failed' }, units, results }));
      expect(root.attributes).toMatchObject({ failures: '0', errors: '1' });
    }
    const hidden = {
      verdict: 'failed',
      failureReason: 'exit-code-disagrees',
      failureMessage: 'exit code 7',
    } as const;
    const units = [sampleUnit({ outcome: 'failed', reason: 'tests-failed' })];
    const root = await parse(sampleReport({ execution: hidden, units, results }));
    expect(root.attributes).toMatchObject({ failures: '0' });
    expect(await textOf(sampleReport({ execution: hidden, units, results }))).toContain('exit code 7');
  });

  test('has a suite for every unit and a case for every test, with counts that agree', async () => {
    const root = await parse(
      sampleReport({
        execution: { verdict: 'failed', durationMs: 42_000 },
        units: [
          sampleUnit(),
          sampleUnit({ unitId: 'unit-2', title: 'b.test.ts', file: 'b.test.ts', outcome: 'failed' }),
        ],
        results: [
          sampleResult({ durationMs: 1234.4 }),
          sampleResult({ name: 'waits', status: 'skipped', message: 'not today' }),
          sampleResult({ unitId: 'unit-2', file: 'b.test.ts', line: 7, ...FAILED }),
          sampleResult({ unitId: 'unit-2', file: 'b.test.ts', status: 'error', message: 'crashed' }),
        ],
      }),
    );
    expect(root.attributes).toMatchObject({
      tests: '4',
      failures: '1',
      errors: '1',
      skipped: '1',
      time: '42.000',
    });
    const suites = childrenOf(root, 'testsuite');
    expect(suites.map(({ attributes }) => attributes.name)).toEqual(['src/cart.test.ts', 'b.test.ts']);
    expect(suites[1]?.attributes).toMatchObject({ tests: '2', failures: '1', errors: '1', skipped: '0' });
    const cases = suites.flatMap((suite) => childrenOf(suite, 'testcase'));
    expect(cases[0]?.attributes).toMatchObject({
      name: 'cart > adds an item',
      classname: 'src/cart.test.ts',
      time: '1.234',
    });
    expect(cases[2]?.attributes).toMatchObject({ file: 'b.test.ts', line: '7' });
    expect(childrenOf(cases[1], 'skipped')[0]?.attributes.message).toBe('not today');
    expect(childrenOf(cases[2], 'failure')[0]).toMatchObject({
      attributes: { message: FAILED.message },
      text: FAILED.stack,
    });
    expect(childrenOf(cases[3], 'error')[0]?.attributes.message).toBe('crashed');
  });

  test('tells flaky tests with how they failed before, and links what was kept of them', async () => {
    const root = await parse(
      sampleReport({
        execution: { verdict: 'flaky' },
        units: [sampleUnit()],
        results: [
          sampleResult({
            flaky: true,
            retries: 2,
            earlierFailures: [{ attempt: 0, message: 'too slow', stack: 'at slow.ts:3' }],
            output: 'tried again',
          }),
        ],
        artifacts: [
          {
            artifactId: 'a',
            resultId: 'result-1',
            type: 'video',
            name: 'v',
            sizeBytes: 1,
            contentType: 'video/webm',
            link: '/v?a=1&b=2',
          },
        ],
      }),
    );
    const [testcase] = allOf(root, 'testcase');
    const properties = allOf(testcase, 'property').map(({ attributes: { name, value } }) => [name, value]);
    expect(properties).toEqual([
      ['flaky', 'true'],
      ['retries', '2'],
      ['attachment', '/v?a=1&b=2'],
    ]);
    expect(childrenOf(testcase, 'flakyFailure')[0]?.attributes.message).toBe('too slow');
    expect(allOf(testcase, 'stackTrace')[0]?.text).toBe('at slow.ts:3');
    expect(childrenOf(testcase, 'failure')).toEqual([]);
    expect(childrenOf(testcase, 'system-out')[0]?.text).toBe('tried again');
  });

  test('tells apart the same test in two projects', async () => {
    const results = ['chromium', 'firefox'].map((project) => sampleResult({ project }));
    const names = allOf(await parse(sampleReport({ results })), 'testcase').map(
      ({ attributes }) => attributes.classname,
    );
    expect(new Set(names).size).toBe(2);
  });

  test('has an error for a unit that crashed or was never reported', async () => {
    const root = await parse(
      sampleReport({
        execution: { verdict: 'infrastructure' },
        units: [
          sampleUnit(),
          sampleUnit({
            unitId: 'u2',
            title: 'b',
            outcome: 'error',
            reason: 'runner-crashed',
            message: 'killed by SIGSEGV',
          }),
          sampleUnit({ unitId: 'u3', title: 'c', outcome: null }),
        ],
        results: [sampleResult()],
      }),
    );
    expect(root.attributes).toMatchObject({ tests: '3', failures: '0', errors: '2' });
    const errors = allOf(root, 'error').map(({ attributes }) => attributes.type);
    expect(errors).toEqual(['runner-crashed', 'units-not-reported']);
  });

  test('does not hold an earlier attempt of a unit against it', async () => {
    const crashed = sampleUnit({
      unitId: 'u0',
      key: 'a',
      outcome: 'error',
      reason: 'group-lost',
      attempt: 0,
    });
    const passed = sampleUnit({ unitId: 'u1', key: 'a', attempt: 1 });
    const report = sampleReport({
      units: [crashed, passed],
      results: [sampleResult({ unitId: 'u1', attempt: 1 })],
    });
    expect((await parse(report)).attributes).toMatchObject({ tests: '1', errors: '0' });
  });

  test.each(['failed', 'infrastructure', 'timeout', 'cancelled', 'expired', 'rejected'] as const)(
    'is never green when the verdict is %s',
    async (verdict) => {
      const report = sampleReport({
        execution: { verdict, failureReason: 'setup-failed', failureMessage: 'npm ci ended with 1' },
        units: [sampleUnit()],
        results: [sampleResult()],
      });
      const root = await parse(report);
      expect(Number(root.attributes.errors) + Number(root.attributes.failures)).toBe(1);
      expect(allOf(root, 'error')[0]?.attributes).toEqual({
        message: 'npm ci ended with 1',
        type: 'setup-failed',
      });
    },
  );

  test('is well-formed whatever characters occur, and keeps those that XML can hold', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 40 });
    const hostile = fc.oneof(
      text,
      fc.constantFrom(']]>', '<!--', '&#0;', '\u001b[31m', '\ud800', '\ufffe', '\r\n', '\u202e'),
    );
    await fc.assert(
      fc.asyncProperty(hostile, hostile, hostile, async (name, message, output) => {
        const results = [
          sampleResult({
            name,
            suite: [message],
            file: output,
            project: name,
            tags: [message],
            message,
            output,
          }),
          sampleResult({
            ...FAILED,
            name,
            message,
            stack: output,
            assertions: [{ type: name, passed: false, expected: output }],
          }),
        ];
        const units = [sampleUnit({ title: name })];
        const report = sampleReport({ execution: { name, verdict: 'failed' }, units, results });
        const cases = allOf(await parse(report), 'testcase');
        expect(cases).toHaveLength(2);
        if (!message.includes('\u001b') && !message.includes('\u009b'))
          expect(childrenOf(cases[1], 'failure')[0]?.attributes.message).toBe(expressible(message));
      }),
      { numRuns: 200 },
    );
  });

  test('holds a name of 100 kB whole', async () => {
    const name = '長い名前'.repeat(25_000);
    const root = await parse(
      sampleReport({ units: [sampleUnit()], results: [sampleResult({ suite: [], name })] }),
    );
    expect(allOf(root, 'testcase')[0]?.attributes.name).toBe(name);
  });

  test('counts right also when the results of a unit do not come together', async () => {
    const results = ['a', 'b', 'a'].map((unitId) => sampleResult({ unitId, ...FAILED }));
    const root = await parse(sampleReport({ execution: { verdict: 'failed' }, results }));
    expect(root.attributes).toMatchObject({ tests: '3', failures: '3' });
    for (const suite of childrenOf(root, 'testsuite'))
      expect(childrenOf(suite, 'testcase')).toHaveLength(Number(suite.attributes.tests));
  });

  test('is written piece by piece: none of 20,000 results is longer than a case', async () => {
    let longest = 0;
    for await (const piece of renderJUnit(largeReport(20_000))) longest = Math.max(longest, piece.length);
    expect(longest).toBeLessThan(2_000);
  });
});

type Node = { name: string; attributes: Record<string, string>; text: string; children: Node[] };

async function parse(report: ReportSource): Promise<Node> {
  const root: Node = { name: '', attributes: {}, text: '', children: [] };
  const stack = [root];
  const parser = new SaxesParser();
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const node: Node = { name, attributes: { ...attributes }, text: '', children: [] };
    stack.at(-1)?.children.push(node);
    stack.push(node);
  });
  parser.on('text', (text) => {
    const node = stack.at(-1);
    if (node) node.text += text;
  });
  parser.on('closetag', () => stack.pop());
  // As bytes, for a lone surrogate would only show when it is encoded.
  const encoder = new TextEncoder();
  const decoder = new TextDecoder('utf-8', { fatal: true });
  for await (const piece of renderJUnit(report)) parser.write(decoder.decode(encoder.encode(piece)));
  parser.close();
  return root.children[0] as Node;
}

const childrenOf = (node: Node | undefined, name: string) =>
  node?.children.filter((child) => child.name === name) ?? [];
const allOf = (node: Node | undefined, name: string): Node[] =>
  node?.children.flatMap((child) => [...(child.name === name ? [child] : []), ...allOf(child, name)]) ?? [];

/** What of a text survives in an attribute; terminal codes are another test's affair. */
const expressible = (text: string) =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
  text.toWellFormed().replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd');

async function textOf(report: ReportSource): Promise<string> {
  let text = '';
  for await (const piece of renderJUnit(report)) text += piece;
  return text;
}
