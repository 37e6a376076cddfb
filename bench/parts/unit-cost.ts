/** What Gauntlet itself costs a unit: trivial ones through it, and the same without it. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import type { Platform } from '../platform.ts';
import { milliseconds, type Row, type Section } from '../report.ts';
import { median } from '../statistics.ts';
import { runGauntlet } from './gauntlet-run.ts';
import { runNodeTest } from './plain-node-test.ts';
import { runProgram } from './run-program.ts';

/** The most that one definition may hold. */
const COMMANDS_A_DEFINITION = 500;

export type UnitSizes = { commands: number; files: number; pairs: number };
type Pair = { ours: number; theirs: number };

export async function measureUnitCost(platform: Platform, sizes: UnitSizes): Promise<Section> {
  const folder = await mkdtemp(join(platform.scratchFolder, 'units-'));
  const commands = await measureCommands(platform, join(folder, 'commands'), sizes);
  const files = await measureFiles(platform, join(folder, 'files'), sizes);
  await rm(folder, { recursive: true });
  return {
    title: 'The cost of Gauntlet itself',
    method: `${sizes.pairs} pairs each, alternately, one group. Commands: ${sizes.commands} times \`true\`, each run by \`sh -c\`; by hand in a loop of the shell, through Gauntlet as definitions of at most ${COMMANDS_A_DEFINITION} commands. Files: ${sizes.files} files of one trivial test, by \`node --test --test-concurrency=1\` and by \`gauntlet run\`. Whole commands from start to exit, on a warm server; the cost is the difference, by unit.`,
    rows: [...rowsOf('true', sizes.commands, commands), ...rowsOf('a test file', sizes.files, files)],
    notes: [],
  };
}

async function measureCommands(platform: Platform, folder: string, sizes: UnitSizes): Promise<Pair[]> {
  await mkdir(folder);
  const definitions: string[] = [];
  for (let from = 0; from < sizes.commands; from += COMMANDS_A_DEFINITION) {
    const count = Math.min(COMMANDS_A_DEFINITION, sizes.commands - from);
    const commands = Array.from({ length: count }, (_, index) => ({ name: `${from + index}`, run: 'true' }));
    const content = { type: 'inline', files: { 'README.md': 'trivial' } };
    const file = join(folder, `${from}.yaml`);
    await writeFile(file, stringify({ name: 'trivial commands', framework: 'command', content, commands }));
    definitions.push(file);
  }
  const loop = `i=0; while [ $i -lt ${sizes.commands} ]; do sh -c true; i=$((i+1)); done`;
  return pairUp(sizes.pairs, {
    theirs: async () => (await runProgram(['sh', '-c', loop], folder)).milliseconds,
    ours: async () => {
      let milliseconds = 0;
      for (const file of definitions)
        milliseconds += mustPass(await runGauntlet(platform, folder, ['--file', file]));
      return milliseconds;
    },
  });
}

const TRIVIAL_TEST = `import { test } from 'node:test';\ntest('is trivial', () => {});\n`;

async function measureFiles(platform: Platform, folder: string, sizes: UnitSizes): Promise<Pair[]> {
  await mkdir(folder);
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'trivial', type: 'module' }));
  for (let file = 0; file < sizes.files; file++)
    await writeFile(join(folder, `trivial-${file}.test.js`), TRIVIAL_TEST);
  return pairUp(sizes.pairs, {
    theirs: async () => (await runNodeTest(folder, 1, [])).milliseconds,
    ours: async () =>
      mustPass(await runGauntlet(platform, folder, ['--framework', 'node:test'], ['--test-concurrency=1'])),
  });
}

async function pairUp(
  pairs: number,
  sides: { theirs: () => Promise<number>; ours: () => Promise<number> },
): Promise<Pair[]> {
  const measured: Pair[] = [];
  for (let pair = 0; pair < pairs; pair++) {
    const theirs = await sides.theirs();
    measured.push({ theirs, ours: await sides.ours() });
  }
  return measured;
}

function mustPass({ verdict, milliseconds }: { verdict: string; milliseconds: number }): number {
  if (verdict !== 'passed') throw new Error(`Trivial units came out as ${verdict}.`);
  return milliseconds;
}

function rowsOf(what: string, units: number, pairs: readonly Pair[]): Row[] {
  const costs = pairs.map(({ ours, theirs }) => (ours - theirs) / units);
  const row = (name: string, all: readonly number[]): Row => ({
    what: name,
    measured: milliseconds(median(all)),
    spread: `${milliseconds(Math.min(...all))} to ${milliseconds(Math.max(...all))}`,
    aim: '-',
    met: 'no aim',
  });
  const of = (side: keyof Pair) => pairs.map((pair) => pair[side]);
  return [
    row(`${units} x ${what}, by hand`, of('theirs')),
    row(`${units} x ${what}, through Gauntlet`, of('ours')),
    row(`${what}: Gauntlet's cost a unit`, costs),
  ];
}
