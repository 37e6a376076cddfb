import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SHIM_SCRIPT } from '../../../server/src/adapters/kubernetes/job/shim-script.ts';
import { hasContainers, type ShimContainer, startShim } from '../testing/shim-container.ts';
import { type Channel, openChannel } from './channel.ts';

const top = realpathSync(mkdtempSync(join(tmpdir(), 'gauntlet-hostile-')));
afterAll(() => rmSync(top, { recursive: true, force: true, maxRetries: 5 }));

const LIMITS = { pulseSeconds: 3, reactSeconds: 3, partSeconds: 1, outputBytes: 3_000_000 };

let folder: string;
let channelFolder: string;
let container: ShimContainer;
let channel: Channel;
let told: AbortController;
let stop: AbortController;
let heard: string[];
let count = 0;

const open = () =>
  openChannel({
    ...{ folder: channelFolder, stateFolder: join(folder, 'state'), limits: LIMITS },
    ...{ stop: stop.signal, containerEnded: told.signal },
    onTerminating: () => {
      heard.push('terminating');
      stop.abort();
    },
    onSpoiled: (why) => heard.push(why),
  });

beforeEach(async () => {
  count += 1;
  folder = join(top, String(count));
  channelFolder = join(folder, 'channel');
  for (const made of [channelFolder, join(folder, 'state'), join(folder, 'root')])
    mkdirSync(made, { recursive: true });
  [heard, told, stop] = [[], new AbortController(), new AbortController()];
  container = startShim({
    ...{ script: SHIM_SCRIPT, shell: '/bin/dash', channelFolder, rootFolder: join(folder, 'root') },
    variables: { CHANNEL: channelFolder },
  });
  channel = await open();
});
afterEach(async () => {
  channel.close();
  await container.close();
});

const run = async (script: string, timeoutSeconds?: number) => {
  let output = '';
  const end = await channel.runProcess({
    ...{ command: ['sh', '-c', script], cwd: folder, environment: {}, graceSeconds: 0.5, timeoutSeconds },
    onOutput: (chunk) => {
      output += chunk;
    },
  });
  return { ...end, output };
};

const isThere = (name: string): boolean => existsSync(join(folder, name));

/** The agent's own file, which the tests' container could not see in a pod; a link to it can be made all the same. */
const privateFile = (): string => {
  const path = join(folder, 'state', 'token');
  writeFileSync(path, '0\n');
  chmodSync(path, 0o600);
  return path;
};

describe.skipIf(!hasContainers)('a command that is hostile', () => {
  it.each([
    ['puts a pipe in the place of its exit code', 'mkfifo "$CHANNEL/1.exit"'],
    ['puts a folder in the place of its exit code', 'mkdir "$CHANNEL/1.exit"'],
    [
      'leaves an exit code that is none',
      'mkdir "$CHANNEL/1.exit.part"; echo yes > "$CHANNEL/1.exit"; chmod 400 "$CHANNEL/1.exit"; kill -STOP $$',
    ],
    ['puts a pipe in the place of the sign of life', 'rm "$CHANNEL/pulse"; mkfifo "$CHANNEL/pulse"'],
    ['writes what a later command would', 'echo 0 > "$CHANNEL/2.exit"'],
    ['is there before its time', ': > "$CHANNEL/2.started"; echo green > "$CHANNEL/2.out"'],
  ])('%s: the channel is given up, nobody waits, and nothing is run any more', async (_, script) => {
    await run(script, 2);
    const { ended } = await run('echo second');
    expect([ended, heard.length]).toEqual(['aborted', 1]);
    expect(await run('echo third')).toMatchObject({ ended: 'aborted', output: '' });
    expect(heard.length).toBe(1);
  });

  it.each([
    ['its exit code', 'exit'],
    ['its output', 'err'],
  ])('that links %s to a file of the agent shows nothing of it', async (_, ending) => {
    const path = privateFile();
    const { output, exitCode } = await run(`ln -sf '${path}' "$CHANNEL/1.${ending}"; sleep 1; exit 4`);
    expect(output).not.toContain('0\n');
    // The shim moves its own file to that place; else the channel is given up.
    expect([4, null]).toContain(exitCode);
    expect(exitCode === 4 || heard.length === 1).toBe(true);
  });

  it('that puts a pipe in the place of what it printed holds nobody up', async () => {
    const { ended, exitCode } = await run('rm "$CHANNEL/1.out"; mkfifo "$CHANNEL/1.out"; exit 4');
    // Read from the file that was there, if it was open by then; else the channel is given up.
    expect(heard.length === 1 ? ended : exitCode).toBe(heard.length === 1 ? 'aborted' : 4);
  });

  it('that says the pod is ending ends its own group, and is not told as ended by itself', async () => {
    expect(await run(': > "$CHANNEL/terminating"; exit 0')).toMatchObject({ ended: 'aborted' });
    expect(heard).toContain('terminating');
    expect(await run('echo second')).toMatchObject({ ended: 'aborted', output: '' });
  });

  it('that removes all of the channel is not green', async () => {
    const { ended, exitCode } = await run('echo 1; rm -rf "$CHANNEL"/* "$CHANNEL"/.[!.]*; sleep 0.5; exit 1');
    expect(ended === 'exited' ? exitCode : 'no end of its own').not.toBe(0);
  });

  it('that prints without end is ended, and its output is bounded', async () => {
    const { ended, signal, exitCode, output } = await run(
      'while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done',
    );
    expect([ended, exitCode, signal]).toEqual(['exited', null, 'SIGXFSZ']);
    expect(output).toMatch(/It printed more than 3 MiB, and was ended\.\n$/);
    expect(await run('exit 0')).toMatchObject({ ended: 'exited', exitCode: 0 });
  });

  it('can tell a false exit code of its own, and the next command is run all the same', async () => {
    const forged = await run('echo 0 > "$CHANNEL/1.exit"; sleep 1; exit 1');
    expect(forged).toMatchObject({ ended: 'exited', exitCode: 0 });
    expect(await run('exit 1')).toMatchObject({ ended: 'exited', exitCode: 1 });
    expect(heard).toEqual([]);
  });
});

describe.skipIf(!hasContainers)('a shim', () => {
  it('that has died is noticed without anybody saying so', async () => {
    expect(await run('exit 0')).toMatchObject({ exitCode: 0 });
    container.kill('SIGKILL');
    expect(await run('sleep 60')).toMatchObject({ ended: 'aborted' });
    expect(heard.length).toBe(1);
  });

  it('is shown that the agent lives, every few seconds', async () => {
    const beat = () => (isThere('channel/beat') ? readFileSync(join(channelFolder, 'beat'), 'utf8') : '');
    await expect.poll(beat, { timeout: 10_000 }).toMatch(/^\d+ \d+\n$/);
    const first = beat();
    await expect.poll(beat, { timeout: 15_000 }).not.toBe(first);
  });

  it('that dies while a command runs is noticed as well', async () => {
    const running = run('sleep 60');
    await expect.poll(() => isThere('channel/1.started'), { timeout: 10_000 }).toBe(true);
    container.kill('SIGKILL');
    const { ended } = await running;
    expect([ended, heard.length]).toEqual(['aborted', 1]);
  });

  it('whose container is over keeps nobody waiting', async () => {
    const running = run('sleep 60');
    await expect.poll(() => isThere('channel/1.started'), { timeout: 10_000 }).toBe(true);
    container.kill('SIGKILL');
    stop.abort();
    told.abort();
    expect(await running).toMatchObject({ ended: 'aborted' });
    expect(heard).toEqual([]);
  });

  it('never begins a command of an agent before beside one of the next, and numbers go on', async () => {
    const running = run('echo $$ > first; sleep 60');
    await expect.poll(() => isThere('first'), { timeout: 10_000 }).toBe(true);
    channel.close();
    channel = await open();
    // Over before it is asked for anything: what it prepares by itself is beside nothing either.
    expect(isThere('channel/1.exit')).toBe(true);
    const { exitCode, output } = await run('kill -0 "$(cat first)" 2>/dev/null && echo beside; exit 3');
    expect([exitCode, output]).toEqual([3, '']);
    expect((await running).ended).toBe('exited');
    expect(isThere('channel/2.exit')).toBe(true);
  });
});
