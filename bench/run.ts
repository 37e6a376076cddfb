/**
 * `npm run bench`: measures Gauntlet on this machine and writes bench/RESULTS.md.
 *
 *   npm run bench                          everything, about half an hour
 *   npm run bench -- --small               everything in small, to see that it works; writes nothing
 *   npm run bench -- --only ingestion      one part (submission, queue, ingestion, suite, units, start,
 *                                          page, live, pods, scheduler); writes nothing
 */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { endClusterStages } from './parts/cluster-stage.ts';
import { measureDashboardLive } from './parts/dashboard-live.ts';
import { measureDashboardPage } from './parts/dashboard-page.ts';
import { measureFirstMinutes } from './parts/first-minutes.ts';
import { measureGroupStart } from './parts/group-start.ts';
import { measureIngestion } from './parts/ingestion.ts';
import { measureQueue } from './parts/queue.ts';
import { measureRealSuite } from './parts/real-suite.ts';
import { endPrograms } from './parts/run-program.ts';
import { measureSchedulerCost } from './parts/scheduler-cost.ts';
import { measureSubmission } from './parts/submit-latency.ts';
import { measureUnitCost } from './parts/unit-cost.ts';
import { type Platform, startPlatform } from './platform.ts';
import { loadNow, renderResults } from './render-results.ts';
import type { Section } from './report.ts';

const { values } = parseArgs({
  options: { small: { type: 'boolean', default: false }, only: { type: 'string', multiple: true } },
});

type Sizes = {
  runs: number;
  jobs: number;
  line: number;
  results: number;
  suitePairs: number;
  commands: number;
  files: number;
  pairs: number;
  starts: number;
  pageResults: number;
  visits: number;
  watched: number;
  podStarts: number;
  podsTogether: number;
  groupsRunning: number;
  orders: number;
  quietSeconds: number;
};
const FULL: Sizes = {
  runs: 100,
  jobs: 1000,
  line: 20_000,
  results: 100_000,
  suitePairs: 3,
  commands: 1000,
  files: 200,
  pairs: 3,
  starts: 5,
  pageResults: 10_000,
  visits: 10,
  watched: 60,
  podStarts: 20,
  podsTogether: 10,
  groupsRunning: 5000,
  orders: 20,
  quietSeconds: 40,
};
const SMALL: Sizes = {
  runs: 5,
  jobs: 100,
  line: 500,
  results: 5000,
  suitePairs: 1,
  commands: 50,
  files: 10,
  pairs: 1,
  starts: 1,
  pageResults: 1000,
  visits: 2,
  watched: 20,
  podStarts: 2,
  podsTogether: 3,
  groupsRunning: 200,
  orders: 3,
  quietSeconds: 5,
};

const size = values.small ? SMALL : FULL;

/** Before anything is stored: a large table would slow down nothing that is measured, but might. */
const PARTS: Readonly<Record<string, (platform: Platform) => Promise<Section>>> = {
  submission: (platform) => measureSubmission(platform, size.runs),
  queue: (platform) => measureQueue(platform, size),
  ingestion: (platform) => measureIngestion(platform, size.results, size.pairs),
  suite: (platform) => measureRealSuite(platform, size.suitePairs),
  units: (platform) => measureUnitCost(platform, size),
  start: (platform) => measureFirstMinutes(platform, size.starts),
  page: (platform) => measureDashboardPage(platform, size.pageResults, size.visits),
  live: (platform) => measureDashboardLive(platform, size.watched),
  pods: () => measureGroupStart(size),
  scheduler: () => measureSchedulerCost(size),
};

const unknown = values.only?.find((name) => !(name in PARTS));
if (unknown !== undefined) {
  process.stderr.write(`There is no part "${unknown}". Parts: ${Object.keys(PARTS).join(', ')}.\n`);
  process.exit(3);
}
await measure();

async function measure(): Promise<void> {
  const [startedAt, loadBefore] = [new Date(), loadNow()];
  const platform = await startPlatform();
  const interrupted = endOnSignal(platform);
  const sections: Section[] = [];
  try {
    for (const [name, part] of Object.entries(PARTS)) {
      if (values.only && !values.only.includes(name)) continue;
      process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${name}\n`);
      sections.push(await part(platform));
    }
    const { rows } = await platform.pool.query<{ version: string }>(
      `select current_setting('server_version') as version`,
    );
    const circumstances = { startedAt, endedAt: new Date(), loadBefore, postgres: rows[0]?.version ?? '' };
    await hand(renderResults({ ...circumstances, size: values.small ? 'in small' : 'in full' }, sections));
  } finally {
    interrupted.off();
    await platform.stop();
  }
}

async function hand(text: string): Promise<void> {
  process.stdout.write(text);
  if (values.small || values.only) return;
  await writeFile(join(import.meta.dirname, 'RESULTS.md'), text);
  process.stderr.write('Written to bench/RESULTS.md\n');
}

/** A benchmark that is interrupted, or fails where nobody waits, leaves nothing running either. */
function endOnSignal(platform: Platform): { off(): void } {
  const end = (exitCode: number, why: string): void => {
    process.stderr.write(`${why}\n`);
    endPrograms();
    Promise.all([platform.stop(), endClusterStages()]).then(
      () => process.exit(exitCode),
      (cause: unknown) => {
        process.stderr.write(`${String(cause)}\n`);
        process.exit(2);
      },
    );
  };
  const onSignal = (signal: string) => end(130, signal);
  const onFailure = (cause: Error) => end(2, cause.stack ?? String(cause));
  process.on('SIGINT', onSignal).on('SIGTERM', onSignal).on('uncaughtException', onFailure);
  return {
    off: () =>
      void process.off('SIGINT', onSignal).off('SIGTERM', onSignal).off('uncaughtException', onFailure),
  };
}
