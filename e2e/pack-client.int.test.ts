/**
 * The client as a program's author gets it: packed, installed in an empty folder outside the repository, run
 * by the Node.js of this machine, and type-checked. The programs are the examples of its README.
 */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ContractServer, startContractServer } from '../packages/cli/src/testing/contract-server.ts';
import { passingSuite } from '../packages/cli/src/testing/suites.ts';
import { ROOT } from '../scripts/setup.mjs';
import { personsEnvironment } from './testing/persons-environment.ts';

const CLIENT = join(ROOT, 'packages', 'client');
const TSC = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
const README = readFileSync(join(CLIENT, 'README.md'), 'utf8');

type Example = { name: string; text: string };
/** Under its heading and a number, so that a test that fails says which. */
function examplesIn(language: 'js' | 'ts'): Example[] {
  const sections = README.split(/^## /m).slice(1);
  return sections.flatMap((section) => {
    const heading = (section.split('\n')[0] ?? '').toLowerCase().replaceAll(/[^a-z]+/g, '-');
    const blocks = [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))];
    return blocks.map(([, text = ''], index) => ({ name: `${heading}-${index + 1}`, text }));
  });
}
const PROGRAMS = examplesIn('js');

let folder: string;
let server: ContractServer;

function succeed(command: string, args: string[], cwd: string): string {
  const end = spawnSync(command, args, {
    cwd,
    env: personsEnvironment(),
    encoding: 'utf8',
    timeout: 240_000,
  });
  if (end.status !== 0) throw new Error(`${command} ${args.join(' ')}: ${end.stdout}\n${end.stderr}`);
  return end.stdout;
}

beforeAll(async () => {
  server = await startContractServer({ suite: passingSuite });
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-client-'));
  succeed(process.execPath, [join(CLIENT, 'scripts', 'build-package.mjs')], ROOT);
  succeed('npm', ['pack', join(CLIENT, 'dist'), '--pack-destination', folder, '--silent'], folder);
  const [tarball = ''] = readdirSync(folder);
  writeFileSync(join(folder, 'package.json'), '{"private":true,"type":"module"}');
  succeed('npm', ['install', '--no-audit', '--no-fund', join(folder, tarball)], folder);
  for (const { name, text } of PROGRAMS) writeFileSync(join(folder, `${name}.mjs`), text);
}, 300_000);

afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await server.close();
});

test('the package holds plain JavaScript with types, its document, and depends on one package', () => {
  const installed = join(folder, 'node_modules', '@gauntlet', 'client');
  const manifest = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ name: '@gauntlet/client', license: 'Apache-2.0' });
  expect(manifest.private).toBeUndefined();
  expect(Object.keys(manifest.dependencies)).toEqual(['openapi-fetch']);
  const files = readdirSync(installed, { recursive: true }).map(String);
  expect(files).toEqual(
    expect.arrayContaining(['LICENSE', 'README.md', 'index.js', 'index.d.ts', 'node.js', 'openapi.json']),
  );
  expect(files.filter((file) => /(?<!\.d)\.ts$/.test(file))).toEqual([]);
});

const SAID: Record<string, RegExp> = {
  'call-1': /^admin of /,
  'lists-1': /^[0-9a-f-]{36} \S+ \S+\n$/m,
  'run-tests-and-follow-them-1': /^test\/cart\.test\.js\n(.*\n)*passed\n$/,
  'upload-1': /^[0-9a-f-]{36}\n$/,
  'what-can-go-wrong-1': /^There is no execution 01900000-/,
};

test('every example has its expected output here', () => {
  expect(PROGRAMS.map(({ name }) => name).sort()).toEqual(Object.keys(SAID).sort());
});

async function run(program: string): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const env = { ...personsEnvironment(), GAUNTLET_URL: server.url, GAUNTLET_TOKEN: server.token };
  const child = spawn('node', [`${program}.mjs`], { cwd: folder, env, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      said[stream] += chunk;
    });
  }
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return { code, ...said };
}

test('the examples of the README run', async () => {
  // An execution is there to be listed only once one was submitted.
  const order = ['run-tests-and-follow-them-1', ...Object.keys(SAID)];
  for (const program of order) {
    const end = await run(program);
    expect(end, program).toMatchObject({ code: 0, stderr: '' });
    expect(end.stdout, program).toMatch(SAID[program] ?? /never/);
  }
});

const STRICT = {
  strict: true,
  noEmit: true,
  target: 'es2022',
  module: 'nodenext',
  skipLibCheck: false, // the declarations of the package are checked too
};

function typeCheck(options: object, files: string[]) {
  writeFileSync(
    join(folder, 'tsconfig.json'),
    JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }),
  );
  const end = spawnSync(process.execPath, [TSC, '--project', folder], { cwd: folder, encoding: 'utf8' });
  return end.stdout.trim().split('\n').filter(Boolean);
}

test('the examples of the README are type-checked on Node.js', () => {
  // The types of Node.js, without its packages' own: only what the examples and the client import.
  symlinkSync(join(ROOT, 'node_modules', '@types'), join(folder, 'node_modules', '@types'));
  symlinkSync(join(ROOT, 'node_modules', 'undici-types'), join(folder, 'node_modules', 'undici-types'));
  const files = PROGRAMS.map(({ name }) => `${name}.mjs`);
  const wrong = typeCheck({ allowJs: true, checkJs: true, types: ['node'], skipLibCheck: true }, files);
  expect(wrong).toEqual([]);
});

test('a TypeScript program for browsers is checked against the document', () => {
  const [types = { name: '', text: '' }] = examplesIn('ts');
  const program = `
    import { createGauntletClient, type GauntletProblem } from '@gauntlet/client';
    const gauntlet = createGauntletClient({ baseUrl: '' });
    const { data } = await gauntlet.GET('/api/v1/executions/{id}', { params: { path: { id: 'x' } } });
    export const verdict: 'passed' | 'flaky' | 'failed' | string | null = data.verdict;
    export const isBusy = (problem: GauntletProblem): boolean => problem.code === 'rate-limited';
    for await (const { groups } of [data]) console.log(groups[0]?.podName);
    // @ts-expect-error there is no such path
    await gauntlet.GET('/api/v1/nothing');
    // @ts-expect-error the id is needed
    await gauntlet.GET('/api/v1/executions/{id}');
    // @ts-expect-error the answer has no such property
    console.log(data.colour);
    // @ts-expect-error there is no such code
    export const isOdd = (problem: GauntletProblem) => problem.code === 'odd';
    // @ts-expect-error a test needs content
    await gauntlet.POST('/api/v1/tests', { body: { name: 'x' } });
    // @ts-expect-error these do not come in pages
    gauntlet.pages('/api/v1/frameworks');
  `;
  writeFileSync(join(folder, 'browser.ts'), program);
  writeFileSync(join(folder, 'types.ts'), types.text);
  const wrong = typeCheck({ lib: ['es2023', 'dom', 'dom.iterable'], types: [] }, ['browser.ts', 'types.ts']);
  expect(wrong).toEqual([]);
});

test('the folder of the sources refuses to be packed', () => {
  const end = spawnSync('npm', ['pack', '--workspace', 'packages/client', '--pack-destination', folder], {
    cwd: ROOT,
    env: personsEnvironment(),
    encoding: 'utf8',
  });
  expect(end.status).not.toBe(0);
  expect(end.stderr + end.stdout).toContain('build-package.mjs');
});
