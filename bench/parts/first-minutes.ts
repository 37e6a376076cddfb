/** What somebody waits for: the platform that starts again, and the first test of a project of theirs. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { callerEnvironment } from '../caller-environment.ts';
import { type Platform, ROOT } from '../platform.ts';
import { atMost, milliseconds, type Row, type Section } from '../report.ts';
import { median } from '../statistics.ts';
import { fetchPino } from './pino.ts';

const START_AIM_MS = 5000;
const FIRST_TEST_AIM_MS = 2000;

export async function measureFirstMinutes(platform: Platform, runs: number): Promise<Section> {
  const starts = await times(runs + 1, () => timeStart(join(platform.scratchFolder, 'starts')));
  const project = await fetchPino();
  const firstTests = await times(runs + 1, () => timeFirstTest(platform, project.folder));
  return {
    title: 'The first minutes',
    method: `${runs} runs each, after one that does not count. \`npm start -- --no-sample\` on a data folder that is there, until it says that it serves; \`gauntlet run\` on ${project.name} with its dependencies installed, on a warm server, from the command to the event that its first test file has started.`,
    rows: [
      rowOf('npm start, again', starts.slice(1), START_AIM_MS),
      rowOf('gauntlet run, to the first test', firstTests.slice(1), FIRST_TEST_AIM_MS),
    ],
    notes: [],
  };
}

async function times(count: number, measure: () => Promise<number>): Promise<number[]> {
  const all: number[] = [];
  for (let run = 0; run < count; run++) all.push(await measure());
  return all;
}

const timeStart = (dataFolder: string) =>
  timeUntil(['npm', 'start', '--', '--no-sample', '--data-dir', dataFolder, '--port', '0'], ROOT, 'Serving');

function timeFirstTest({ dataFolder }: Platform, folder: string): Promise<number> {
  const cli = join(ROOT, 'packages/cli/src/main.ts');
  const command = [process.execPath, cli, 'run', folder, '--json', '--data-dir', dataFolder];
  return timeUntil(command, folder, '"unit-started"');
}

/** From the start of a command to a word of its output; then it is interrupted, and waited for. */
async function timeUntil([file = '', ...args]: string[], cwd: string, word: string): Promise<number> {
  const from = performance.now();
  const child = spawn(file, args, { cwd, env: callerEnvironment(), stdio: ['ignore', 'pipe', 'ignore'] });
  const closed = once(child, 'close');
  let output = '';
  let took: number | null = null;
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    if (took !== null || !output.includes(word)) return;
    took = performance.now() - from;
    child.kill('SIGINT');
  });
  await closed;
  if (took === null)
    throw new Error(`${file} ${args.join(' ')} ended without a word of "${word}":\n${output}`);
  return took;
}

function rowOf(what: string, all: readonly number[], aim: number): Row {
  return {
    what,
    measured: milliseconds(median(all)),
    spread: `${milliseconds(Math.min(...all))} to ${milliseconds(Math.max(...all))}`,
    aim: milliseconds(aim),
    met: atMost(median(all), aim),
  };
}
