import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentHolds, readProcessTable } from '@gauntlet/host/process-table';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ProcessEnd, ProcessOrder } from './process-order.ts';
import { runProcess } from './run-process.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-process-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A variable of the test's own, by which to find whatever is left of its tree. */
const TRACE = 'PROCESS_TEST_TRACE';
let traces = 0;

type Run = { end: ProcessEnd; output: string; left: number[] };

const run = async (command: string[], order: Partial<ProcessOrder> = {}): Promise<Run> => {
  const trace = `${TRACE}=${process.pid}.${traces++}.`;
  const [name, value] = trace.split('=') as [string, string];
  let output = '';
  const end = await runProcess({
    command,
    cwd: folder,
    graceSeconds: 0.3,
    onOutput: (chunk) => {
      output += chunk;
    },
    ...order,
    environment: { PATH: process.env.PATH ?? '', [name]: value, ...order.environment },
  });
  return { end, output, left: await findTraced(trace) };
};

const findTraced = async (trace: string): Promise<number[]> =>
  (await readProcessTable()).filter((row) => environmentHolds(row.pid, trace)).map((row) => row.pid);

const sh = (script: string, order?: Partial<ProcessOrder>) => run(['sh', '-c', script], order);

/** Aborts as soon as the output holds the text. */
const abortOn = (text: string) => {
  const control = new AbortController();
  let seen = '';
  const onOutput = (chunk: Buffer) => {
    seen += chunk;
    if (seen.includes(text)) control.abort();
  };
  return { signal: control.signal, onOutput, seen: () => seen };
};

describe('a process that ends by itself', () => {
  it('hands on its output and its exit code', async () => {
    const { end, output } = await sh('echo one; echo two >&2; exit 3');
    expect(end).toMatchObject({ ended: 'exited', exitCode: 3, signal: null });
    expect(output.split('\n').sort()).toEqual(['', 'one', 'two']);
  });

  it('keeps the order of what it wrote to one stream', async () => {
    const { output } = await sh('seq 1 20000');
    expect(output).toBe(Array.from({ length: 20000 }, (_, i) => `${i + 1}\n`).join(''));
  });

  it('says by which signal it died', async () => {
    const { end } = await sh('kill -9 $$');
    expect(end).toMatchObject({ ended: 'exited', exitCode: null, signal: 'SIGKILL' });
  });

  it('gets the environment of the order and no other, but for the mark of the tree', async () => {
    const { output } = await run(['/usr/bin/env'], { environment: { PATH: '/usr/bin', ONLY: 'this' } });
    const names = output
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]);
    expect(names.sort()).toEqual(['GAUNTLET_TREE', 'ONLY', 'PATH', TRACE].sort());
  });

  it('reads nothing from standard input', async () => {
    const { output } = await sh('wc -c');
    expect(output.trim()).toBe('0');
  });

  it('leads a process group of its own', async () => {
    const { output } = await sh('ps -o pgid= -p $$; echo $$');
    const [group, pid] = output.trim().split(/\s+/);
    expect(group).toBe(pid);
  });
});

describe('a process that cannot be started', () => {
  it('is named, with where it was looked for, when it is not in PATH', async () => {
    const { end } = await run(['no-such-runner', '--x'], { environment: { PATH: '/usr/bin:/bin' } });
    expect(end).toMatchObject({ ended: 'not-started', exitCode: null });
    expect(end.error).toBe(
      'Could not start "no-such-runner --x": no command "no-such-runner" in PATH (/usr/bin:/bin).',
    );
  });

  it('is told from a folder that is not there', async () => {
    const { end } = await run(['sh'], { cwd: join(folder, 'gone') });
    expect(end.ended).toBe('not-started');
    expect(end.error).toContain(`the folder ${join(folder, 'gone')} does not exist`);
  });

  it('is told from a file that is not executable', async () => {
    writeFileSync(join(folder, 'plain.txt'), 'x', { mode: 0o644 });
    const { end } = await run([join(folder, 'plain.txt')]);
    expect(end.error).toContain('is not executable');
  });

  it('is refused when the command is empty or holds a NUL character', async () => {
    expect((await run([])).end.error).toContain('command is empty');
    expect((await run(['sh', 'a\0b'])).end.ended).toBe('not-started');
  });

  it('is not started at all when it was cancelled before', async () => {
    const { end } = await sh('touch started', { signal: AbortSignal.abort() });
    expect(end).toMatchObject({ ended: 'aborted', exitCode: null });
    expect((await sh('ls')).output).toBe('');
  });
});

describe('a tree that is ended by force', () => {
  it('gets TERM and may end in order', async () => {
    const { seen, ...watch } = abortOn('ready');
    const script = 'trap "echo tidied; exit 7" TERM; echo ready; while :; do sleep 0.02; done';
    const { end } = await sh(script, { ...watch, graceSeconds: 5 });
    expect(end).toMatchObject({ ended: 'aborted', exitCode: 7 });
    expect(seen()).toContain('tidied');
    expect(end.durationMs).toBeLessThan(4000);
  });

  it('is timed out, by the limit and not before', async () => {
    const { end, left } = await sh('sleep 60', { timeoutSeconds: 0.4 });
    expect(end).toMatchObject({ ended: 'timed-out', signal: 'SIGTERM' });
    expect(end.durationMs).toBeGreaterThanOrEqual(390);
    expect(end.durationMs).toBeLessThan(5000);
    expect(left).toEqual([]);
  });

  it('ends grandchildren that ignore TERM', async () => {
    const stubborn = `trap "" TERM; (trap "" TERM; while :; do sleep 1; done) & echo ready; while :; do sleep 1; done`;
    const { end, left } = await sh(stubborn, abortOn('ready'));
    expect(end).toMatchObject({ ended: 'aborted', signal: 'SIGKILL' });
    expect(left).toEqual([]);
  });

  it('ends daemons that left the group by setsid and were orphaned', async () => {
    const daemon = `setsid sh -c 'trap "" TERM; echo ready; while :; do sleep 1; done' & wait`;
    const { left } = await sh(daemon, abortOn('ready'));
    expect(left).toEqual([]);
  });

  it('ends a storm of processes that start each other anew', async () => {
    writeFileSync(
      join(folder, 'storm.sh'),
      'trap "" TERM; [ "$1" -gt 400 ] && exit; setsid sh storm.sh $(($1 + 1)) & setsid sh storm.sh $(($1 + 60)) & wait; echo spent',
    );
    const { end, left } = await sh('sh storm.sh 300 & echo ready; wait', { timeoutSeconds: 0.5 });
    expect(end.ended).toBe('timed-out');
    expect(left).toEqual([]);
  });
});

describe('what a main process leaves behind', () => {
  it('is ended: a background process in the group', async () => {
    const { end, left } = await sh('sleep 300 & echo done');
    expect(end).toMatchObject({ ended: 'exited', exitCode: 0 });
    expect(left).toEqual([]);
  });

  it('is ended: a daemon by setsid and double fork, output closed', async () => {
    const { end, left } = await sh(
      '(setsid sh -c "sleep 300 & sleep 301 & wait" >/dev/null 2>&1 &) ; exit 0',
    );
    expect(end).toMatchObject({ ended: 'exited', exitCode: 0 });
    expect(left).toEqual([]);
  });

  it('is ended each time, however the fork and the exit fall together', async () => {
    for (let round = 0; round < 40; round++) {
      const { left } = await sh('(setsid sleep 300 >/dev/null 2>&1 &)');
      expect(left).toEqual([]);
    }
  });

  it('does not count into the duration, and its open pipe holds nothing up', async () => {
    const { end, left } = await sh(`(trap "" TERM; exec sleep 300) & exit 0`);
    expect(end.ended).toBe('exited');
    expect(end.durationMs).toBeLessThan(1000);
    expect(left).toEqual([]);
  });
});

describe('output', () => {
  it('of 100 MB passes through in bounded memory', async () => {
    let bytes = 0;
    let peak = 0;
    const before = process.memoryUsage().rss;
    const onOutput = (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes % (4 * 1024 * 1024) < chunk.length) peak = Math.max(peak, process.memoryUsage().rss - before);
    };
    const { end } = await sh('head -c 104857600 /dev/zero', { onOutput });
    expect(end.exitCode).toBe(0);
    expect(bytes).toBe(104_857_600);
    expect(peak).toBeLessThan(60 * 1024 * 1024);
  });

  it('whose receiver throws ends the tree and throws on', async () => {
    const onOutput = () => {
      throw new Error('spool is full');
    };
    await expect(sh('echo x; sleep 300', { onOutput })).rejects.toThrow('spool is full');
  });

  it('is complete when the process writes and ends at once', async () => {
    for (let round = 0; round < 20; round++) {
      const { output } = await sh('head -c 60000 /dev/zero | tr "\\0" x; echo end');
      expect(output.length).toBe(60_004);
    }
  });
});

it('a run inside a run keeps the mark of the outer one', async () => {
  const { output } = await sh('echo $GAUNTLET_TREE', { environment: { GAUNTLET_TREE: 'outer' } });
  expect(output.trim()).toMatch(/^outer:[0-9a-f]{24}$/);
});
