import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DefinitionId } from '@gauntlet/contract';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MOMENT } from './testing/contract-answers.ts';
import { startContractServer } from './testing/contract-server.ts';
import { runCli } from './testing/run-cli.ts';
import { passingSuite } from './testing/suites.ts';

let folder: string;
beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gauntlet-simulate-')));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** No server is to be found: there is none. */
const simulate = (args: readonly string[], env: Record<string, string> = {}) => {
  const alone = { GAUNTLET_DATA_DIR: join(folder, 'data'), GAUNTLET_CONFIG_DIR: join(folder, 'config') };
  return runCli(['simulate', ...args], { cwd: folder, env: { ...alone, ...env } });
};
const CLUSTER = ['--nodes', 'm5,spot,cpu=4,memory=16Gi,price=0.5,max=4,start=60s'];
const EXACT = ['--variation', '0', '--pod-start', '0', '--simulations', '3'];

/** Two to a node, of which there is none at first. */
const writeUnits = () =>
  writeFile(
    join(folder, 'timings.json'),
    JSON.stringify(Array.from({ length: 8 }, (_, index) => ({ key: `u${index}`, durationMs: 60_000 }))),
  );

describe('simulate', () => {
  test('foretells without a server what each parallelism takes and costs, and recommends one', async () => {
    await writeUnits();
    const args = [
      '--units',
      'timings.json',
      ...CLUSTER,
      '--cpu',
      '2',
      '-p',
      '1..8',
      '--runs-per-day',
      '10',
      ...EXACT,
    ];
    const run = await simulate([...args, '--json', '--timeline']);
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    const said = JSON.parse(run.stdout);
    // All nodes are ordered at 10 s and there at 70 s; two groups have room on each.
    expect(said.rows.map((row: { makespanMs: { median: number } }) => row.makespanMs.median)).toEqual([
      70_000 + 8 * 60_000,
      70_000 + 4 * 60_000,
      70_000 + 2 * 60_000,
      70_000 + 60_000,
    ]);
    expect(said.rows[0]).toMatchObject({ parallelism: 1, mostNodes: 1, outcomes: { completed: 1 } });
    // From the order at 10 s to ten minutes after the end.
    expect(said.rows[0].nodeHours).toBeCloseTo((540 + 600) / 3600, 6);
    expect(said.rows[0].cost.median).toBeCloseTo(0.5 * said.rows[0].nodeHours, 9);
    expect(said.rows[0].costPerDay).toBeCloseTo(10 * said.rows[0].cost.median, 9);
    expect(said.recommendation).toMatchObject({ parallelism: 8, best: 8 });
    const whats = new Set(said.timeline.map(({ what }: { what: string }) => what));
    expect(whats).toContain('node-ready');
    expect(said.timeline.at(-1)).toMatchObject({
      what: 'execution-ended',
      outcome: 'completed',
      atMs: 130_000,
    });
  });

  test('says the same in words, and what it took as given', async () => {
    await writeUnits();
    const run = await simulate([
      '--units',
      'timings.json',
      ...EXACT,
      '--nodes',
      'x,cpu=8,memory=8Gi,min=1,max=1',
    ]);
    expect(run.stdout).toContain('8 units, 8m 00s of work, the longest 1m 00s.');
    expect(run.stdout).toContain('Nodes: x (1; 8 CPU, 8.6 GB).');
    expect(run.stdout).toMatch(/^8\t60000\t60000\t60000\t8\t1\t0\.017\t100 %$/m);
    expect(run.stdout).toContain('Recommended: --parallel 8, about 1m 00s: the best of these.');
  });

  test('takes what the server knows of a definition, a typical time for what never passed', async () => {
    const server = await startContractServer({ suite: passingSuite });
    try {
      const definitionId = '01900000-0000-7000-8000-00000000d001' as DefinitionId;
      const about = { definitionId, projectId: null, name: 'checkout', version: 3 };
      server.definitions.set(definitionId, { ...about, createdAt: MOMENT, updatedAt: MOMENT });
      const env = { GAUNTLET_URL: server.url, GAUNTLET_TOKEN: server.token };
      const run = await simulate(['--definition', 'checkout', '-p', '1', ...EXACT, '--json'], env);
      expect(run.stderr).toBe('');
      expect(JSON.parse(run.stdout)).toMatchObject({
        units: 3,
        rows: [{ makespanMs: { median: 60_000 + 20_000 + 40_000 } }],
      });
    } finally {
      await server.close();
    }
  });

  test.each([
    [[], 'What is to be simulated?'],
    [['--units', 'none.json'], 'none.json cannot be read: it is not there.'],
    [['--units', 'broken.json'], 'broken.json:1:2: this is no JSON'],
    [['--units', 'timings.json', '--definition', 'x'], 'cannot be used with'],
    [['--units', 'timings.json', '--cpu', '-1'], 'cores (0.5) or millicores ("500m")'],
    [['--units', 'timings.json', '--cpu', '1000'], 'No node can take a group that wants 1000000m of CPU'],
    [['--units', 'timings.json', '--spot-interruptions', '-1'], 'It must be a number from 0 to 1000'],
    [['--units', 'timings.json', '-p', '0'], 'It must be a whole number from 1 to 500'],
  ])('%j is refused as wrong usage', async (args, message) => {
    await writeUnits();
    await writeFile(join(folder, 'broken.json'), '[}');
    const run = await simulate(args);
    expect(run.stderr).toContain(message);
    expect([run.code, run.stdout]).toEqual([3, '']);
  });

  test('is completed like any command', async () => {
    const { stdout } = await runCli(['completion', 'bash']);
    expect(stdout).toContain("'simulate|--expander') COMPREPLY=($(compgen -W 'priority least-waste'");
  });
});
