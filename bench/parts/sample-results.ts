/** Results such as a suite of small unit tests reports: most pass, a few fail with a stack. */
import type { ReportedResult } from '@gauntlet/contract';

const FAILING_EVERY = 50;

const STACK = Array.from(
  { length: 8 },
  (_, depth) => `    at Object.check${depth} (src/orders/price-${depth}.js:${12 + depth}:${7 + depth})`,
).join('\n');

export function sampleResult(unit: number, test: number, key: string): ReportedResult {
  const failed = test % FAILING_EVERY === FAILING_EVERY - 1;
  return {
    key,
    file: `test/orders/price-${unit}.test.js`,
    suite: ['orders', `price rule ${unit}`],
    name: `gives the right price to customer ${test} in region ${unit % 17}`,
    status: failed ? 'failed' : 'passed',
    durationMs: (test % 40) + 0.25,
    line: 10 + test,
    flaky: false,
    retries: 0,
    tags: [],
    assertions: failed
      ? [{ type: 'strictEqual', expected: '1200', actual: '1199', passed: false, message: 'rounded twice' }]
      : [],
    ...(failed ? { message: 'Expected values to be strictly equal:\n1199 !== 1200', stack: STACK } : {}),
  };
}
