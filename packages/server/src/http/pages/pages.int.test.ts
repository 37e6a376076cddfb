/** The pages with their own scripts in a real browser, served under their own policy. */
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from '@playwright/test';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { launchChromium } from '../../testing/launch-chromium.ts';
import { renderExecutionPage } from './execution-page.ts';
import { renderLogPage } from './log-page.ts';
import { PAGE_POLICY } from './page-frame.ts';
import { SAMPLE_ID, SAMPLE_VIEWER, sampleFailures, sampleUnits, sampleView } from './sample-execution.ts';

type Chunk = { groupIndex: number; stream: string; text: string };

let browser: Browser;
let server: Server;
let address: string;
/** What the server shows and was asked; every test begins with its own. */
let fields: Record<string, unknown>;
let failures: Record<string, unknown>[];
let chunks: Chunk[][];
let posts: { path: string; csrf: unknown; body: string }[];
let answer: { status: number; body: unknown };
let streams: ServerResponse[];

beforeAll(async () => {
  browser = await launchChromium();
  server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});
beforeEach(() => {
  fields = {};
  failures = [];
  chunks = [];
  posts = [];
  streams = [];
  answer = { status: 202, body: {} };
});

test('an event brings what has changed, and leaves focus and the rest alone', async () => {
  const { page, troubles } = await open(`/executions/${SAMPLE_ID}`);
  await page.getByRole('button', { name: 'Cancel' }).focus();
  await expect.poll(() => page.textContent('#connection')).toBe('live');
  fields = {
    units: { total: 4, reported: 3 },
    counts: { total: 9, passed: 8, failed: 1, skipped: 0, flaky: 0 },
  };
  failures = [{}];
  tellEvent('unit-finished');
  await expect.poll(() => page.textContent('.verdict p')).toBe('3 of 4 units reported.');
  expect(await page.locator('.failures li').count()).toBe(1);
  expect(await page.evaluate<string>('document.activeElement.textContent')).toBe('Cancel');
  fields = { status: 'archived', verdict: 'failed', failureMessage: '1 of 9 tests failed.' };
  tellEvent('status-changed');
  await expect.poll(() => page.textContent('.verdict strong')).toBe('Failed');
  await expect.poll(() => page.textContent('#connection')).toBe('');
  expect(troubles).toEqual([]);
  await page.context().close();
});

test('an order carries the header that another site cannot send, and a refusal is shown', async () => {
  const { page } = await open(`/executions/${SAMPLE_ID}`);
  page.on('dialog', (dialog) => void dialog.accept());
  answer = { status: 409, body: { detail: 'This execution has ended already.' } };
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect.poll(() => page.textContent('#said')).toBe('This execution has ended already.');
  expect(posts).toEqual([{ path: `/api/v1/executions/${SAMPLE_ID}/cancel`, csrf: '1', body: '{}' }]);
  await page.context().close();
});

test('times are the reader’s own, with UTC in the title', async () => {
  const { page } = await open(`/executions/${SAMPLE_ID}`, { timezoneId: 'Asia/Tokyo', locale: 'en-GB' });
  const time = page.locator('dd time').first();
  expect(await time.textContent()).toBe('14 Mar 2026, 18:30:00');
  expect(await time.getAttribute('title')).toBe('2026-03-14 09:30:00 UTC');
  await page.context().close();
});

test('the log grows as it comes, in colour, and nothing of it is markup', async () => {
  chunks = [
    [{ groupIndex: 0, stream: 'output', text: '\u001b[32mok\u001b[39m first\nsecond, cut in the mid' }],
    [
      { groupIndex: 1, stream: 'output', text: 'of another group\n' },
      {
        groupIndex: 0,
        stream: 'output',
        text: 'dle\n10 %\r50 %\r100 %\n<img src=x onerror="window.owned=1">\u0007\n',
      },
    ],
  ];
  const { page, troubles } = await open(`/executions/${SAMPLE_ID}/log`);
  await expect.poll(() => page.textContent('#log-state')).toBe('5 lines.');
  expect(await page.locator('.line').allTextContents()).toEqual([
    'ok first',
    'second, cut in the middle',
    'of another group',
    '100 %',
    '<img src=x onerror="window.owned=1">␇',
  ]);
  expect(await page.textContent('.a-f2')).toBe('ok');
  expect(await page.evaluate<boolean>("'owned' in window")).toBe(false);
  expect(troubles).toEqual([]);
  await page.context().close();
});

test('the log is searched, and walked through by Enter', async () => {
  const text = Array.from(
    { length: 3000 },
    (_, index) => `line ${index}${index % 1000 === 7 ? ' Needle' : ''}\n`,
  ).join('');
  chunks = [[{ groupIndex: 0, stream: 'output', text }]];
  const { page } = await open(`/executions/${SAMPLE_ID}/log`);
  await expect.poll(() => page.textContent('#log-state')).toBe('3,000 lines.');
  await page.fill('#log-search', 'needle');
  await expect.poll(() => page.textContent('#log-hits')).toBe('1 of 3');
  await page.press('#log-search', 'Enter');
  await page.press('#log-search', 'Enter');
  expect(await page.textContent('.here')).toBe('line 2007 Needle');
  expect(await page.isChecked('#log-follow')).toBe(false);
  await page.context().close();
});

async function open(path: string, options = {}): Promise<{ page: Page; troubles: string[] }> {
  const page = await (await browser.newContext(options)).newPage();
  const troubles: string[] = [];
  page.on('console', (message) => troubles.push(message.text()));
  page.on('pageerror', (error) => troubles.push(error.message));
  await page.goto(address + path);
  return { page, troubles };
}

const tellEvent = (type: string) => {
  for (const stream of streams) stream.write(`id: 1\nevent: ${type}\ndata: {}\n\n`);
};

async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', address);
  if (request.method === 'POST') return take(request, response, pathname);
  if (pathname.startsWith('/assets/')) return sendAsset(response, pathname);
  if (pathname.endsWith('/events')) {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': open\n\n');
    streams.push(response);
    return;
  }
  if (pathname.endsWith('/log-chunks'))
    return send(response, 'application/json', nextChunks(searchParams.get('cursor')));
  const now = new Date().toISOString();
  const execution = sampleView(fields);
  const model = {
    viewer: SAMPLE_VIEWER,
    now,
    execution,
    events: [],
    units: sampleUnits([{}]),
    artifacts: { items: [], nextCursor: null },
  };
  const page = pathname.endsWith('/log')
    ? renderLogPage(model)
    : renderExecutionPage({ ...model, failures: sampleFailures(failures) });
  send(response, 'text/html; charset=utf-8', page);
}

async function take(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  posts.push({ path, csrf: request.headers['x-gauntlet-csrf'], body: Buffer.concat(pieces).toString() });
  send(response, 'application/json', JSON.stringify(answer.body), answer.status);
}

async function sendAsset(response: ServerResponse, path: string): Promise<void> {
  const types: Record<string, string> = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };
  const file = await readFile(new URL(`.${path}`, import.meta.url), 'utf8');
  send(response, types[path.split('.').at(-1) ?? ''] ?? 'text/plain', file);
}

function nextChunks(cursor: string | null): string {
  const index = Number(cursor ?? 0);
  const made = (chunks[index] ?? []).map((chunk) => ({
    ...chunk,
    attempt: 0,
    offset: 0,
    at: new Date().toISOString(),
  }));
  return JSON.stringify({ chunks: made, cursor: String(index + 1), complete: index + 1 >= chunks.length });
}

const send = (response: ServerResponse, type: string, body: string, status = 200) =>
  void response.writeHead(status, { 'content-type': type, 'content-security-policy': PAGE_POLICY }).end(body);
