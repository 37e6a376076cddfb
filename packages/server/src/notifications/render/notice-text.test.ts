import type { ProjectId, ResultId } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { runNotice } from '../../testing/send-orders.ts';
import type { RunFailure, TestFailure } from '../notice.ts';
import { noticeText } from './notice-text.ts';

const RESULT = '01900000-0000-7000-8000-00000000e101' as ResultId;
const PROJECT = '01900000-0000-7000-8000-00000000a001' as ProjectId;
const FAILED = runNotice('failed', { passed: 249, failed: 1 });
const SERVER = 'https://gauntlet.example.org';
const PAGE = `${SERVER}/executions/${FAILED.run.executionId}`;

const textOf = (message: string, notice = FAILED) => {
  const failure: TestFailure = { resultId: RESULT, name: 'pays', suite: ['cart'], status: 'failed', message };
  return noticeText(notice, { serverUrl: SERVER, failures: [failure], failedUnits: 0 });
};

it('links the execution and each failure', () => {
  const { link, failures } = textOf('expected 1');
  expect([link, failures[0]?.link]).toEqual([PAGE, `${PAGE}?result=${RESULT}`]);
});

it('links into the project, for those who see nothing else of the team', () => {
  const { link, failures } = textOf('expected 1', { ...FAILED, run: { ...FAILED.run, projectId: PROJECT } });
  expect(link).toBe(`${PAGE}?project=${PROJECT}`);
  expect(failures[0]?.link).toBe(`${PAGE}?project=${PROJECT}&result=${RESULT}`);
});

it('names a file that did not load, leads to its log, and counts it with the tests', () => {
  const failure: RunFailure = {
    ...{ resultId: null, groupIndex: 1, suite: [], status: 'error' },
    ...{ name: 'cart.test.ts', file: 'cart.test.ts', message: 'Collection failed' },
  };
  const { failures, furtherFailures } = noticeText(FAILED, {
    ...{ serverUrl: SERVER, failures: [failure], failedUnits: 3 },
  });
  expect(failures).toEqual([
    {
      ...{ name: 'cart.test.ts', place: '', message: 'Collection failed' },
      link: `${PAGE}?tab=logs&stream=output&group=1`,
    },
  ]);
  expect(furtherFailures).toBe(3);
});

it('keeps the lines of a message, without the blank ones, and says how many it leaves out', () => {
  expect(textOf('off by one\n\n  {\r\n-   total: 1\n+   total: 2\n  }\n').failures[0]?.message).toBe(
    'off by one\n  {\n-   total: 1\n+   total: 2\n  }',
  );
  const long = textOf(Array.from({ length: 40 }, (_, index) => `line ${index}`).join('\n')).failures[0]
    ?.message;
  expect(long?.split('\n').slice(-2)).toEqual(['line 14', '\u2026 25 more']);
  expect(textOf('x'.repeat(1_000_000)).failures[0]?.message.length).toBeLessThan(1100);
});
