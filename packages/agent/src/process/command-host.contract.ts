/** What every place for the user's commands keeps. */
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { CommandHost } from './command-host.ts';
import type { ProcessOrder } from './process-order.ts';

export type HostUnderTest = {
  host: CommandHost;
  /** Seen by both under this path. */
  folder: string;
  /** What its commands have as PATH. */
  path: string;
};

type Order = Partial<ProcessOrder> & Pick<ProcessOrder, 'command'>;

/** What makes trouble in arguments, names and values. */
const ODD = [
  `it's "quoted" \`not run\` $(not run) \${HOME} $$ $1 \\ \\n`,
  'a\nb\n\n-n -e *',
  'ünïcödé ✓ 🜲  two  spaces\t',
  '!history & ; | < > # ~ %s %d [a-z]',
  '',
];

export const itKeepsTheContractOfCommandHosts = (current: () => HostUnderTest): void => {
  const run = async (order: Order) => {
    const { host, folder, path } = current();
    const printed = { stdout: '', stderr: '' };
    const end = await host.runProcess({
      ...{ cwd: folder, environment: { PATH: path }, graceSeconds: 5 },
      onOutput: (chunk, stream) => {
        printed[stream] += chunk.toString('latin1');
      },
      ...order,
    });
    return { ...end, ...printed };
  };
  const sh = (script: string, order: Partial<ProcessOrder> = {}) =>
    run({ command: ['sh', '-c', script], ...order });

  it('a command runs where it is told to, and its output and exit code are told', async () => {
    const { folder } = current();
    const inner = join(folder, "a folder's name");
    mkdirSync(inner);
    expect(await sh('pwd; echo wrong >&2; exit 3', { cwd: inner })).toMatchObject({
      ...{ ended: 'exited', exitCode: 3, signal: null, stdout: `${inner}\n`, stderr: 'wrong\n' },
    });
    expect(await sh('cat; echo "no input"')).toMatchObject({ exitCode: 0, stdout: 'no input\n' });
  });

  it('arguments and variables arrive as they are', async () => {
    const { path } = current();
    const environment = {
      PATH: path,
      ...Object.fromEntries(ODD.map((text, index) => [`ODD_${index}`, text])),
    };
    const values = ODD.map((_, index) => `"$ODD_${index}"`).join(' ');
    const end = await run({
      command: ['sh', '-c', `printf '<%s>' "$@" ${values}`, 'name', ...ODD],
      environment,
    });
    const texts = [...ODD, ...ODD].map((text) => `<${text}>`).join('');
    expect(Buffer.from(end.stdout, 'latin1').toString('utf8')).toBe(texts);
  });

  it('variables whose names no shell takes, or takes for its own, arrive as well', async () => {
    const { path } = current();
    const environment = { PATH: path, 'npm.config:x': 'odd', UID: '77', OPTIND: 'three' };
    const end = await run({ command: ['env'], environment });
    expect(end.stdout.split('\n')).toEqual(
      expect.arrayContaining(['npm.config:x=odd', 'UID=77', 'OPTIND=three']),
    );
  });

  it('output is told while the command still runs', async () => {
    const flag = join(current().folder, 'go');
    const script = `echo begun; until [ -e '${flag}' ]; do sleep 0.02; done; echo done`;
    let seen = '';
    const end = await sh(script, {
      onOutput: (chunk) => {
        seen += chunk;
        if (seen === 'begun\n') writeFileSync(flag, '');
      },
    });
    expect([end.exitCode, seen]).toEqual([0, 'begun\ndone\n']);
  });

  it('a large output is told whole, in pieces', async () => {
    let [bytes, largest] = [0, 0];
    const end = await sh('head -c 30000000 /dev/zero; head -c 1000000 /dev/zero >&2', {
      onOutput: (chunk) => {
        bytes += chunk.length;
        largest = Math.max(largest, chunk.length);
      },
    });
    expect([end.exitCode, bytes]).toEqual([0, 31_000_000]);
    expect(largest).toBeLessThanOrEqual(65_536);
  });

  it('a command that is over its limit is ended, by KILL where TERM is not enough', async () => {
    expect(await sh('exec sleep 60', { timeoutSeconds: 0.3 })).toMatchObject({ ended: 'timed-out' });
    const stubborn = 'trap "" TERM; while :; do sleep 0.05; done';
    const end = await sh(stubborn, { timeoutSeconds: 0.3, graceSeconds: 0.3 });
    expect(end).toMatchObject({ ended: 'timed-out' });
  });

  it('a command that is no longer wanted gets its grace, and what it prints then is heard', async () => {
    const wanted = new AbortController();
    const script = 'trap "echo tidied; exit 5" TERM; echo ready; while :; do sleep 0.05; done';
    let seen = '';
    const end = await sh(script, {
      signal: wanted.signal,
      graceSeconds: 20,
      onOutput: (chunk, stream) => {
        if (stream === 'stdout') seen += chunk;
        if (seen === 'ready\n') wanted.abort();
      },
    });
    expect(end.ended).toBe('aborted');
    expect(seen).toBe('ready\ntidied\n');
  });

  it('a command that is not wanted to begin with is never begun', async () => {
    const mark = join(current().folder, 'begun');
    expect(await sh(`: > '${mark}'`, { signal: AbortSignal.abort() })).toMatchObject({ ended: 'aborted' });
    expect((await sh('exit 0')).exitCode).toBe(0);
    expect(existsSync(mark)).toBe(false);
  });

  it('what cannot be started is told with the reason', async () => {
    const { folder, path } = current();
    const plain = join(folder, 'plain.txt');
    writeFileSync(plain, 'no program');
    chmodSync(plain, 0o644);
    const errorOf = async (order: Order) => {
      const { ended, error } = await run(order);
      return [ended, error];
    };
    expect(await errorOf({ command: ['no-such-program', 'a'] })).toEqual([
      ...[
        'not-started',
        `Could not start "no-such-program a": no command "no-such-program" in PATH (${path}).`,
      ],
    ]);
    expect(await errorOf({ command: ['true'], cwd: '/no/such folder' })).toEqual([
      ...['not-started', 'Could not start "true": the folder /no/such folder does not exist.'],
    ]);
    expect(await errorOf({ command: ['/no/such/program'] })).toEqual([
      'not-started',
      'Could not start "/no/such/program": /no/such/program does not exist (or its interpreter does not).',
    ]);
    expect(await errorOf({ command: [plain] })).toEqual([
      ...['not-started', `Could not start "${plain}": ${plain} is not executable for this user.`],
    ]);
  });

  it('a listener that fails ends the command, and is heard', async () => {
    const fail = () => {
      throw new Error('the listener failed');
    };
    await expect(sh('echo a; exec sleep 60', { onOutput: fail })).rejects.toThrow('the listener failed');
    expect((await sh('exit 0')).exitCode).toBe(0);
  });

  it('programs are found by their paths and in PATH, the first of each list', async () => {
    const { host, folder } = current();
    const bin = join(folder, "it's a bin");
    mkdirSync(join(bin, 'folder'), { recursive: true });
    for (const name of ['one', 'two', 'plain']) writeFileSync(join(bin, name), '#!/bin/sh\n');
    for (const name of ['one', 'two']) chmodSync(join(bin, name), 0o755);
    const lists = [['none', 'one', 'two'], ['plain'], ['folder'], [join(bin, 'two')], [], ['/none', 'two']];
    const found = [join(bin, 'one'), undefined, undefined, join(bin, 'two'), undefined, join(bin, 'two')];
    expect(await host.whichOf(lists, { PATH: `/nowhere:${bin}` })).toEqual(found);
    expect(await host.whichOf(lists, { PATH: `/nowhere:${bin}` })).toEqual(found);
    chmodSync(join(bin, 'plain'), 0o755);
    expect(await host.whichOf([['plain']], { PATH: bin })).toEqual([join(bin, 'plain')]);
  });
};
