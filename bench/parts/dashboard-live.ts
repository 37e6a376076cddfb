/** How long a result is on its way from the database to an open page while its suite runs. */
import type { ExecutionId, TestDefinitionInput } from '@gauntlet/contract';
import type { Platform } from '../platform.ts';
import { atMost, milliseconds, type Section } from '../report.ts';
import { median } from '../statistics.ts';
import { waitFor } from '../wait-for.ts';
import { withDashboard } from './open-dashboard.ts';

const AIM_MS = 1000;

export async function measureDashboardLive(platform: Platform, commands: number): Promise<Section> {
  const delays = await withDashboard(platform, async (visit) => {
    const visitor = await visit();
    const { executionId } = await platform.api.submit(suiteOf(commands));
    const page = await visitor.newPage();
    await page.addInitScript(WATCH);
    await page.goto(`${platform.api.url}/executions/${executionId}`);
    await page.getByText('Live', { exact: true }).filter({ visible: true }).first().waitFor();
    const openedAt = Date.now();
    await platform.api.archived(executionId);
    const shown = await waitFor('all results to be on the page', 60, async () => {
      const seen = await page.evaluate<Record<string, number>>('globalThis.benchShown');
      return Object.keys(seen).length === commands ? seen : null;
    });
    const recorded = await readRecorded(platform, executionId);
    return [...recorded].filter(([, at]) => at > openedAt).map(([name, at]) => (shown[name] as number) - at);
  });
  if (delays.length < commands / 2) throw new Error(`Only ${delays.length} results came while one looked.`);
  return {
    title: 'A result on an open page',
    method: `A suite of ${commands} commands of 0.3 s in two groups, its page open in Chromium. From the moment that the server wrote down for a result, before it committed, to the moment its row is on the page, by the same clock; ${delays.length} results that were recorded while the page was open.`,
    rows: [
      {
        what: 'recorded to shown, median',
        measured: milliseconds(median(delays)),
        spread: `${milliseconds(Math.min(...delays))} to ${milliseconds(Math.max(...delays))}`,
        aim: '-',
        met: 'no aim',
      },
      {
        what: 'recorded to shown, the last of all',
        measured: milliseconds(Math.max(...delays)),
        spread: '-',
        aim: milliseconds(AIM_MS),
        met: atMost(Math.max(...delays), AIM_MS),
      },
    ],
    notes: [],
  };
}

const suiteOf = (commands: number): TestDefinitionInput => ({
  name: 'watched live',
  framework: 'command',
  parallelism: 2,
  content: { type: 'inline', files: { 'README.md': 'waits' } },
  commands: Array.from({ length: commands }, (_, index) => ({
    name: `check-${index}-done`,
    run: index < 2 ? 'sleep 3' : 'sleep 0.3', // time to open the page
  })),
});

/** Runs in the page before anything of its own: notes when each result is first there. */
const WATCH = `(() => {
  const shown = {};
  globalThis.benchShown = shown;
  const look = () => {
    for (const row of document.querySelectorAll('a[data-row]')) {
      const name = /check-\\d+-done/.exec(row.textContent)?.[0];
      if (name !== undefined) shown[name] ??= performance.timeOrigin + performance.now();
    }
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, characterData: true });
})()`;

async function readRecorded({ pool }: Platform, executionId: ExecutionId): Promise<Map<string, number>> {
  const { rows } = await pool.query<{ test_name: string; executed_at: Date }>(
    'select test_name, executed_at from test_results where execution_id = $1',
    [executionId],
  );
  return new Map(rows.map(({ test_name, executed_at }) => [test_name, executed_at.getTime()]));
}
