import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { processExists } from './connection/server-file.ts';
import { CLI, cleanEnvironment, runCli, startCli, untilSaid } from './testing/run-cli.ts';

const PROGRAM = fileURLToPath(new URL('./testing/contract-server-program.ts', import.meta.url));
let folder: string;
let dataDir: string;
let env: Record<string, string>;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'gauntlet-life-')));
  dataDir = join(folder, 'data');
  env = {
    GAUNTLET_SERVER_PROGRAM: PROGRAM,
    GAUNTLET_CONFIG_DIR: join(folder, 'config'),
    GAUNTLET_DATA_DIR: dataDir,
  };
  await writeFile(join(folder, 'package.json'), '{"name": "shop"}');
});
afterEach(async () => {
  const pid = await serverPid();
  if (pid !== null && processExists(pid)) process.kill(pid, 'SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

async function serverPid(): Promise<number | null> {
  const text = await readFile(join(dataDir, 'server.json'), 'utf8').catch(() => null); // none is running
  return text === null ? null : JSON.parse(text).pid;
}

describe('run without a server', () => {
  test('starts one in the background, which the next command finds', async () => {
    const run = await runCli(['run'], { cwd: folder, env });
    expect(run.stderr).toBe('');
    expect(run.code).toBe(0);
    expect(run.stdout).toContain('Starting the database, the first time takes some seconds');
    const pid = await serverPid();
    expect(pid !== null && processExists(pid)).toBe(true);
    expect((await runCli(['list'], { env })).stdout).toContain('shop');
    expect(await serverPid()).toBe(pid);
    expect(await readFile(join(dataDir, 'logs/server.log'), 'utf8')).toContain('is serving at');
  });

  test('two at once share one server', async () => {
    const runs = await Promise.all([
      runCli(['run'], { cwd: folder, env }),
      runCli(['run'], { cwd: folder, env }),
    ]);
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
  });

  test('tells the last words of a server that dies, and exits 2', async () => {
    const run = await runCli(['run'], { cwd: folder, env: { ...env, GAUNTLET_TEST_SERVER: 'dies' } });
    expect(run.code).toBe(2);
    expect(run.stderr).toContain('The server did not start (exit code 1)');
    expect(run.stderr).toContain('fatal: the database did not start: initdb: no room');
  });

  test('a data folder that cannot be used is told, and exits 2', async () => {
    await writeFile(join(folder, 'file'), '');
    const run = await runCli(['run', '--data-dir', join(folder, 'file/data')], { cwd: folder, env });
    expect([run.code, run.stderr.includes('cannot use')]).toEqual([2, true]);
  });

  test('a server.json of a server that is gone is not believed', async () => {
    await runCli(['run'], { cwd: folder, env });
    const pid = await serverPid();
    if (pid === null) throw new Error('a server was started');
    process.kill(pid, 'SIGKILL');
    await expect.poll(() => processExists(pid)).toBe(false);
    expect((await runCli(['list'], { env })).code).toBe(2);
    expect((await runCli(['run'], { cwd: folder, env })).code).toBe(0);
    expect(await serverPid()).not.toBe(pid);
  });
});

describe('up', () => {
  test('serves in the foreground, hands signals on, and has the server’s exit code', async () => {
    const { child, ended } = startCli(['up', '--port', '0'], { env });
    await untilSaid(child, 'is serving at');
    const pid = await serverPid();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(pid !== null && processExists(pid)).toBe(false);
    const dies = await runCli(['up'], { env: { ...env, GAUNTLET_TEST_SERVER: 'dies' } });
    expect(dies.code).toBe(1);
  });

  test('takes the place of an idle server that run had left', async () => {
    await runCli(['run'], { cwd: folder, env });
    const before = await serverPid();
    const { child, ended } = startCli(['up'], { env });
    await untilSaid(child, 'is serving at');
    await expect.poll(serverPid).not.toBe(before);
    expect(before !== null && processExists(before)).toBe(false);
    child.kill('SIGTERM');
    await ended;
  });

  test('a second one says which serves already', async () => {
    const first = startCli(['up'], { env });
    await untilSaid(first.child, 'is serving at');
    await expect.poll(serverPid).not.toBeNull();
    const second = await runCli(['up'], { env });
    expect([second.code, second.stderr.includes('is running already')]).toEqual([2, true]);
    first.child.kill('SIGTERM');
    await first.ended;
  });
});

describe('start', () => {
  test('runs the sample, goes on serving, and Ctrl-C ends all of it', async () => {
    const { child, ended } = startCli(['start'], { env });
    await untilSaid(child, 'Serving at');
    const pid = await serverPid();
    child.kill('SIGINT');
    const run = await ended;
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(
      /Sign in {2}http:\/\/\S+\/signin\?code=gsi_abc[\s\S]*Plan:.*2 groups[\s\S]*✓ Passed[\s\S]*Serving at/,
    );
    expect(pid !== null && processExists(pid)).toBe(false);
  });

  test('--no-sample only serves', async () => {
    const { child, ended } = startCli(['start', '--no-sample'], { env });
    await untilSaid(child, 'Serving at');
    child.kill('SIGINT');
    const run = await ended;
    expect([run.code, run.stdout.includes('Plan:')]).toEqual([0, false]);
  });

  test('Ctrl-C while the server starts leaves none behind', async () => {
    const { child, ended } = startCli(['start', '--no-sample'], {
      env: { ...env, GAUNTLET_TEST_SERVER: 'never-ready' },
    });
    await untilSaid(child, 'Starting the database');
    const log = join(dataDir, 'logs/server.log');
    await expect
      .poll(() => readFile(log, 'utf8').catch(() => ''), { timeout: 20_000 })
      .toMatch(/process \d+/);
    const pid = Number(/process (\d+)/.exec(await readFile(log, 'utf8'))?.[1]);
    child.kill('SIGINT');
    expect((await ended).code).toBe(130);
    await expect.poll(() => processExists(pid), { timeout: 10_000 }).toBe(false);
  });

  test('a server that ends by itself is told, with exit 2', async () => {
    const { child, ended } = startCli(['start', '--no-sample'], { env });
    await untilSaid(child, 'Serving at');
    const pid = await serverPid();
    if (pid === null) throw new Error('a server was started');
    process.kill(pid, 'SIGKILL');
    expect((await ended).code).toBe(2);
  });
});

describe('doctor', () => {
  test('says what is there, and exits 0 without a server', async () => {
    const run = await runCli(['doctor', '--json'], { env });
    const { ok, checks } = JSON.parse(run.stdout);
    expect([run.code, ok]).toEqual([0, true]);
    expect(checks.map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining([
        'Node.js',
        'Data folder',
        'Disk',
        'Server',
        'Database',
        'Port',
        'git',
        'python3',
        'npm',
      ]),
    );
  });

  test('a named server that is not there is a problem: exit 2 and what to do', async () => {
    const run = await runCli(['doctor', '--server', 'http://127.0.0.1:9', '--token', 'x'], { env });
    expect([run.code, /✗ Server .*cannot be reached/.test(run.stdout)]).toEqual([2, true]);
  });

  test('programs that are missing are warnings with what to do', async () => {
    const run = await runCli(['doctor'], { env: { ...env, PATH: folder, GAUNTLET_CALLER_PATH: folder } });
    expect(run.code).toBe(0);
    expect(run.stdout).toMatch(/▲ git .*not found[\s\S]*Install git/);
  });
});

const hasScript = process.platform === 'linux' && existsSync('/usr/bin/script');

describe.runIf(hasScript)('on a terminal', () => {
  const onTerminal = (args: string, extra: Record<string, string> = {}) =>
    execFileSync(
      'script',
      ['-qec', `stty cols 80 rows 24; ${process.execPath} ${CLI} ${args}`, '/dev/null'],
      {
        cwd: folder,
        env: cleanEnvironment({ ...env, TERM: 'xterm-256color', ...extra }),
        encoding: 'utf8',
      },
    );

  test('a run is drawn in place, and the cursor comes back', () => {
    const shown = onTerminal('run');
    expect(shown).toContain('\u001b[?25l');
    expect(shown.lastIndexOf('\u001b[?25h')).toBeGreaterThan(shown.lastIndexOf('\u001b[?25l'));
    expect(shown).toMatch(/✓.*Passed/);
    expect(shown).toContain('file://');
  });

  test('lists are tables with colours, without them for NO_COLOR', () => {
    onTerminal('run');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for
    expect(onTerminal('list')).toMatch(/id +state +name[\s\S]*\u001b\[32mpassed/);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: colours are what is looked for
    expect(onTerminal('list', { NO_COLOR: '1' })).not.toMatch(/\u001b\[3/);
  });
});

describe('completion', () => {
  const complete = async (words: string[]) => {
    const { stdout } = await runCli(['completion', 'bash']);
    const script = `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length - 1}; _gauntlet; printf '%s\\n' "\${COMPREPLY[@]}"`;
    return spawnSync('bash', ['--norc', '-c', script], { encoding: 'utf8' }).stdout.trim().split('\n');
  };

  test('bash completes commands, subcommands, options, and values of options', async () => {
    expect(await complete(['gauntlet', 're'])).toEqual(['rerun', 'results']);
    expect(await complete(['gauntlet', 'token', ''])).toEqual(['list', 'create', 'revoke']);
    expect(await complete(['gauntlet', 'run', '--par'])).toEqual(['--parallel']);
    expect(await complete(['gauntlet', 'run', '--setup', ''])).toEqual(['auto', 'none']);
    expect(await complete(['gauntlet', '--json', 'show', 'la'])).toEqual(['latest']);
  });

  test.each(['zsh', 'fish'])('%s gets a script with every command', async (shell) => {
    const { code, stdout } = await runCli(['completion', shell]);
    expect(code).toBe(0);
    for (const command of ['run', 'artifacts get', 'secret set']) expect(stdout).toContain(`'${command}'`);
  });
});
