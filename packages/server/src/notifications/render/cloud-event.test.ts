/** What a webhook is sent, against what docs/notifications.md promises. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ResultId } from '@gauntlet/contract';
import { expect, it } from 'vitest';
import { runNotice } from '../../testing/send-orders.ts';
import type { TestFailure } from '../notice.ts';
import { renderCloudEvent } from './cloud-event.ts';

const DOCUMENT = join(import.meta.dirname, '../../../../../docs/notifications.md');
const FAILURE: TestFailure = {
  resultId: '01900000-0000-7000-8000-00000000e101' as ResultId,
  name: 'pays',
  suite: ['cart'],
  file: 'cart.test.ts',
  line: 1,
  status: 'failed',
  message: 'expected 1',
};

it('is what docs/notifications.md shows, to the letter', () => {
  const [, example = ''] =
    /<!-- cloud-event -->\n\n```json\n([\s\S]*?)```/.exec(readFileSync(DOCUMENT, 'utf8')) ?? [];
  const details = { serverUrl: 'https://gauntlet.example.org', failures: [FAILURE], failedUnits: 0 };
  const event = renderCloudEvent(runNotice('failed', { passed: 245, failed: 5 }), details, 'the-event');
  expect(event.data).toEqual(JSON.parse(example));
  expect(event).toMatchObject({
    specversion: '1.0',
    id: 'the-event',
    source: 'https://gauntlet.example.org',
    type: 'gauntlet.execution.ended',
    time: '2026-01-15T12:00:00.000Z',
    datacontenttype: 'application/json',
  });
});
