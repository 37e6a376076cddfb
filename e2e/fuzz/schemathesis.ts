/** Schemathesis, pinned, in a virtual environment of the repository's own; one run of it is a process. */
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../../scripts/setup.mjs';
import type { FuzzLane, FuzzScene } from './scene.ts';
import { readTally, type Tally } from './tally.ts';

const HERE = join(ROOT, 'e2e', 'fuzz');
const CACHE = join(ROOT, 'node_modules', '.cache');

type End = { code: number | null; output: string };

const run = (
  program: string,
  args: readonly string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv } = { cwd: HERE, env: process.env },
): Promise<End> =>
  new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        output += chunk.toString();
      });
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });

async function runOrThrow(program: string, args: readonly string[]): Promise<void> {
  const { code, output } = await run(program, args);
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${output.slice(-4000)}`);
}

/**
 * Installs what requirements.txt names, once for each content of it.
 *
 * @returns the program
 */
export async function installSchemathesis(): Promise<string> {
  const requirements = join(HERE, 'requirements.txt');
  const mark = createHash('sha256')
    .update(await readFile(requirements))
    .digest('hex')
    .slice(0, 12);
  const folder = join(CACHE, `gauntlet-fuzz-${mark}`);
  const program = (place: string) => join(place, 'bin', 'schemathesis');
  if (existsSync(join(folder, 'complete'))) return program(folder);
  await rm(folder, { recursive: true, force: true });
  await runOrThrow('python3', ['-m', 'venv', folder]);
  const pip = [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--require-hashes',
  ];
  await runOrThrow(join(folder, 'bin', 'python'), [...pip, '--requirement', requirements]);
  await writeFile(join(folder, 'complete.new'), '');
  await rename(join(folder, 'complete.new'), join(folder, 'complete'));
  return program(folder);
}

export type FuzzOrder = {
  program: string;
  scene: FuzzScene;
  lane: FuzzLane;
  /** For what is handed over and what is reported. */
  folder: string;
  seed: number;
  /** How many inputs are thought up for each operation. */
  examples: number;
  phases: readonly string[];
  /** Operations as `GET /api/v1/me`; none: all. */
  only: readonly string[];
};

/** `lane`: with the passwords that its people have now. */
export type FuzzRun = End & { tally: Tally; failures: unknown[]; lane: FuzzLane };

/**
 * OpenAPI 3.1 has a schema for the text of a stream as a whole; schemathesis holds each event against it. So
 * for it the schema is that of one event.
 */
const withEventSchemas = (document: object): unknown =>
  JSON.parse(JSON.stringify(document), (key, value: unknown) =>
    key === 'text/event-stream' ? { schema: EVENT } : value,
  );

const EVENT = {
  type: 'object',
  properties: {
    id: { type: 'string', pattern: '^[0-9]+$' },
    event: { type: 'string' },
    data: { type: 'string', contentMediaType: 'application/json', contentSchema: { type: 'object' } },
  },
  required: ['id', 'event', 'data'],
};

/** Of no group: its place is taken by a living one's. */
const GROUP_TOKEN = `gag_${'0'.repeat(43)}`;

export async function fuzz(order: FuzzOrder): Promise<FuzzRun> {
  const { program, scene, lane, folder, seed, examples, phases, only } = order;
  const file = (name: string) => join(folder, name);
  const { server, document, token, protectedIds } = scene;
  await writeFile(file('document.json'), JSON.stringify(withEventSchemas(document)));
  const handed = { url: server.url, ...lane, protected: protectedIds };
  await writeFile(file('scene.json'), JSON.stringify(handed));
  const args = [
    ...['--config-file', join(HERE, 'schemathesis.toml'), '--no-color', 'run', file('document.json')],
    ...['--url', server.url, '--seed', String(seed), '--max-examples', String(examples)],
    ...['--phases', phases.join(','), '--workers', '1', '--report-json-path', file('report.json')],
    ...only.flatMap((operation) => ['--include-name', operation]),
  ];
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    PYTHONPATH: HERE,
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONHASHSEED: '0',
    SCHEMATHESIS_HOOKS: 'hooks',
    FUZZ_SCENE: file('scene.json'),
    FUZZ_DOCUMENT: file('document.json'),
    FUZZ_TALLY: file('tally.json'),
    FUZZ_PEOPLE: file('people.json'),
    FUZZ_SEED: String(seed),
    FUZZ_TOKEN: token,
    FUZZ_GROUP_TOKEN: GROUP_TOKEN,
  };
  // Whatever it leaves behind is left in the folder of the run.
  const end = await run(program, args, { cwd: folder, env });
  const report = JSON.parse(await readReport(file('report.json'), end));
  return {
    ...end,
    tally: readTally(await readFile(file('tally.json'), 'utf8')),
    failures: [...report.failures, ...report.errors],
    lane: { ...lane, people: JSON.parse(await readFile(file('people.json'), 'utf8')) },
  };
}

const readReport = (path: string, { code, output }: End): Promise<string> =>
  readFile(path, 'utf8').catch((cause: Error) => {
    throw new Error(`schemathesis ended with ${code} and left no report:\n${output}`, { cause });
  });
