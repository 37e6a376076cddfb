/** The page of an execution with many results: from its address to its answer to a key. */
import type { TestDefinitionInput } from '@gauntlet/contract';
import type { Platform } from '../platform.ts';
import { atMost, milliseconds, type Row, type Section } from '../report.ts';
import { median } from '../statistics.ts';
import { waitFor } from '../wait-for.ts';
import { type Visitor, withDashboard } from './open-dashboard.ts';

const AIM_MS = 1000;
const TESTS_A_FILE = 100;

type Opening = { rowsMs: number; interactiveMs: number; longestTaskMs: number };

export async function measureDashboardPage(
  platform: Platform,
  results: number,
  runs: number,
): Promise<Section> {
  const { executionId } = await platform.api.submit(suiteOf(results));
  const { counts } = await platform.api.archived(executionId);
  if (counts.total !== results) throw new Error(`${counts.total} results came of ${results}.`);
  const address = `${platform.api.url}/executions/${executionId}`;
  const first: Opening[] = [];
  const again: Opening[] = [];
  await withDashboard(platform, async (visit) => {
    for (let run = 0; run <= runs; run++) {
      const visitor = await visit();
      const openings = [await open(visitor, address), await open(visitor, address)] as const;
      await visitor.close();
      if (run === 0) continue; // the server and the database have not done it before
      first.push(openings[0]);
      again.push(openings[1]);
    }
  });
  return {
    title: 'The page of an execution',
    method: `An execution of ${results.toLocaleString('en')} results, one in fifty failing with a stack, opened by its address in Chromium; ${runs} visits after one that does not count, each in a browser that has nothing of ours but the session, and once more in the same browser. Interactive: the results are there, and the key j moves to the first of them. Times are the page's own, from the start of the navigation.`,
    rows: [...rowsOf('first visit', first), ...rowsOf('again', again)],
    notes: [],
  };
}

function suiteOf(results: number): TestDefinitionInput {
  const script = `
import { writeFileSync } from 'node:fs';
const stack = Array.from({ length: 8 }, (_, depth) => '    at check (src/orders/price.js:' + depth + ':7)').join('\\n');
const cases = Array.from({ length: ${results} }, (_, test) => {
  const file = 'test/orders/price-' + Math.floor(test / ${TESTS_A_FILE}) + '.test.js';
  const failure = test % 50 === 49 ? '<failure message="Expected values to be strictly equal">' + stack + '</failure>' : '';
  return '<testcase classname="orders" name="gives the right price to customer ' + test + '" file="' + file + '" time="0.01">' + failure + '</testcase>';
});
writeFileSync('report.xml', '<testsuites><testsuite name="orders">' + cases.join('\\n') + '</testsuite></testsuites>');`;
  return {
    name: 'many results',
    framework: 'command',
    content: { type: 'inline', files: { 'write.mjs': script } },
    commands: [{ name: 'write', run: 'node write.mjs', report: { format: 'junit', path: 'report.xml' } }],
  };
}

/** Runs in the page before anything of its own. */
const WATCH = `(() => {
  const seen = { rowsMs: 0, interactiveMs: 0, longestTaskMs: 0 };
  globalThis.benchSeen = seen;
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) seen.longestTaskMs = Math.max(seen.longestTaskMs, duration);
  }).observe({ type: 'longtask', buffered: true });
  const look = () => {
    if (document.querySelector('[data-row]') === null) return setTimeout(look, 5);
    seen.rowsMs ||= performance.now();
    document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }));
    if (!document.activeElement.hasAttribute('data-row')) return setTimeout(look, 5);
    seen.interactiveMs = performance.now();
  };
  look();
})()`;

async function open(visitor: Visitor, address: string): Promise<Opening> {
  const page = await visitor.newPage();
  await page.addInitScript(WATCH);
  await page.goto(address);
  const opening = await waitFor('the page to answer', 60, async () => {
    const seen = await page.evaluate<Opening>('globalThis.benchSeen');
    return seen.interactiveMs > 0 ? seen : null;
  });
  await page.close();
  return opening;
}

function rowsOf(what: string, all: readonly Opening[]): Row[] {
  const row = (name: string, values: readonly number[], aim: number | null): Row => ({
    what: `${what}: ${name}`,
    measured: milliseconds(median(values)),
    spread: `${milliseconds(Math.min(...values))} to ${milliseconds(Math.max(...values))}`,
    aim: aim === null ? '-' : milliseconds(aim),
    met: aim === null ? 'no aim' : atMost(median(values), aim),
  });
  return [
    row(
      'results shown',
      all.map(({ rowsMs }) => rowsMs),
      null,
    ),
    row(
      'interactive',
      all.map(({ interactiveMs }) => interactiveMs),
      AIM_MS,
    ),
    row(
      'longest task',
      all.map(({ longestTaskMs }) => longestTaskMs),
      null,
    ),
  ];
}
