import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, BrowserContextOptions, Page } from '@playwright/test';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../../../testing/launch-chromium.ts';
import { renderHtml } from './render-html.ts';
import type { ReportSource } from './report-source.ts';
import { largeReport, sampleReport, sampleResult, sampleUnit } from './sample-report.ts';

/** A red PNG of one pixel. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==',
  'base64',
);

let browser: Browser;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gauntlet-report-'));
  browser = await launchChromium();
});
afterAll(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

describe('the HTML report in a browser', () => {
  test('asks nobody for anything, logs nothing, and filters by text and outcome', async () => {
    const { page, troubles, close } = await open(mixedReport());
    await expectRows(page, 4);
    await page.getByPlaceholder('Filter by name').fill('CART rounds');
    await expectRows(page, 1);
    await page.getByPlaceholder('Filter by name').press('Escape');
    await expectRows(page, 4);
    await page.getByRole('button', { name: /^Failed/ }).click();
    await expectRows(page, 1);
    await page.getByRole('button', { name: /^Passed/ }).click();
    await expectRows(page, 2);
    await page.getByRole('button', { name: /^All/ }).click();
    await page.getByLabel('Order').selectOption('slow');
    expect(await page.locator('.row .time').allTextContents()).toEqual(['4.00 s', '30 ms', '20 ms', '10 ms']);
    await close();
    expect(troubles).toEqual([]);
  });

  test('is led by keys: / to the filter, j and k through the failures', async () => {
    const { page, close } = await open(mixedReport());
    const focused = () => page.evaluate<string>('document.activeElement.id || document.activeElement.type');
    await page.keyboard.press('j');
    expect(await focused()).toBe('failure-1');
    await page.keyboard.press('j');
    expect(await focused()).toBe('flaky-1');
    await page.keyboard.press('k');
    expect(await focused()).toBe('failure-1');
    await page.keyboard.press('/');
    expect(await focused()).toBe('search');
    await page.keyboard.type('jk');
    expect(await page.getByPlaceholder('Filter by name').inputValue()).toBe('jk');
    await close();
  });

  test('shows a screenshot and opens it large', async () => {
    const { page, close } = await open(mixedReport());
    expect(await page.evaluate<number>("document.querySelector('.shot img').naturalWidth")).toBe(1);
    await page.getByRole('button', { name: 'Enlarge page.png' }).click();
    expect(await page.locator('#lightbox').isVisible()).toBe(true);
    await page.keyboard.press('Escape');
    expect(await page.locator('#lightbox').isVisible()).toBe(false);
    await close();
  });

  test('never runs what stands in names, messages, files and links', async () => {
    const bad =
      '</script></title></style><img src=x onerror="window.owned=1"><svg onload="window.owned=1"><!--';
    const results = ['failed', 'passed', 'error', 'skipped'].map((status, index) =>
      sampleResult({
        resultId: `r${index}`,
        status: status as 'failed',
        flaky: status === 'passed',
        name: `${bad}${'n'.repeat(100_000)}`,
        suite: [bad, '\u202egnp.exe'],
        file: bad,
        project: bad,
        message: bad,
        stack: bad,
        output: `${bad}\u0000\u001b]0;title\u0007`,
        tags: [bad],
        assertions: [{ type: bad, passed: false, expected: bad, actual: `${bad}\n${bad}` }],
      }),
    );
    const { page, troubles, close } = await open(
      sampleReport({
        execution: {
          name: bad,
          verdict: 'failed',
          failureMessage: bad,
          commit: bad,
          setup: bad,
          tags: { [bad]: bad },
        },
        units: [sampleUnit({ title: bad })],
        results,
        artifacts: [
          {
            artifactId: 'a',
            resultId: 'r0',
            type: 'video',
            name: bad,
            sizeBytes: 1,
            contentType: bad,
            link: 'javascript:window.owned=1',
          },
        ],
      }),
    );
    const protocols = await page.evaluate<string[]>(
      "[...document.querySelectorAll('a[href]')].map((link) => link.protocol)",
    );
    for (const protocol of protocols) expect(['file:', 'http:', 'https:']).toContain(protocol);
    await page.getByPlaceholder('Filter by name').fill('</script>');
    await expectRows(page, 4);
    expect(await page.evaluate<boolean>("'owned' in window")).toBe(false);
    expect(await page.locator('#list img, #list svg[onload]').count()).toBe(0);
    await close();
    expect(troubles).toEqual([]);
  });

  test('shows summary and failures without its script', async () => {
    const { page, close } = await open(mixedReport(), { javaScriptEnabled: false });
    expect(await page.locator('.verdict strong').textContent()).toBe('Failed');
    expect(await page.locator('.card').count()).toBe(2);
    expect(await page.locator('noscript p').isVisible()).toBe(true);
    await close();
  });

  test('works under the sandbox that artifacts are served with', async () => {
    const html = await write(mixedReport());
    const page = await browser.newPage();
    await page.route('http://report.test/', (route) =>
      route.fulfill({
        body: html,
        contentType: 'text/html',
        headers: { 'content-security-policy': 'sandbox allow-scripts allow-popups' },
      }),
    );
    await page.goto('http://report.test/');
    await expectRows(page, 4);
    await page.close();
  });

  test('fits a phone: nothing is wider than the screen', async () => {
    const { page, close } = await open(mixedReport(), { viewport: { width: 390, height: 844 } });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBe(390);
    await close();
  });

  test('opens with 100,000 results, drawing only what is looked at', async () => {
    const { page, openedMs, close } = await open(largeReport(100_000));
    await page.getByPlaceholder('Filter by name').fill('case 77777 ');
    const began = performance.now();
    await expectRows(page, 1);
    console.info(
      `100,000 results: opened in ${openedMs} ms, filtered in ${Math.round(performance.now() - began)} ms`,
    );
    await page.getByPlaceholder('Filter by name').fill('');
    await page.getByLabel('Order').selectOption('slow');
    await expectRows(page, 200);
    await page.getByRole('button', { name: /^Show 200 more/ }).click();
    await expectRows(page, 400);
    await close();
  });
});

function mixedReport(): ReportSource {
  return sampleReport({
    execution: { verdict: 'failed' },
    units: [sampleUnit({ outcome: 'failed' })],
    results: [
      sampleResult({ resultId: 'r1', durationMs: 10 }),
      sampleResult({
        resultId: 'r2',
        name: 'rounds to cents',
        status: 'failed',
        message: 'no',
        durationMs: 20,
      }),
      sampleResult({ resultId: 'r3', name: 'waits', flaky: true, durationMs: 4000 }),
      sampleResult({ resultId: 'r4', name: 'later', status: 'skipped', durationMs: 30 }),
    ],
    artifacts: [
      {
        artifactId: 'a',
        resultId: 'r2',
        type: 'screenshot',
        name: 'page.png',
        sizeBytes: PNG.length,
        contentType: 'image/png',
        link: '/a',
        read: async () => PNG,
      },
    ],
  });
}

async function write(report: ReportSource): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of renderHtml(report)) pieces.push(piece);
  return pieces.join('');
}

/** `troubles`: what the console said, what threw, and every request but that for the file itself. */
async function open(report: ReportSource, options: BrowserContextOptions = {}) {
  const path = join(folder, `${crypto.randomUUID()}.html`);
  await writeFile(path, await write(report));
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const troubles: string[] = [];
  const url = pathToFileURL(path).href;
  page.on('console', (message) => troubles.push(`console: ${message.text()}`));
  page.on('pageerror', (error) => troubles.push(`error: ${error.message}`));
  page.on('request', (request) => {
    if (request.url() !== url && !request.url().startsWith('data:image/'))
      troubles.push(`request: ${request.url()}`);
  });
  const began = performance.now();
  await page.goto(url);
  return { page, troubles, openedMs: Math.round(performance.now() - began), close: () => context.close() };
}

const expectRows = (page: Page, count: number) =>
  expect.poll(() => page.locator('#list .row').count(), { timeout: 15_000 }).toBe(count);
