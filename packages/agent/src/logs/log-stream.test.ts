import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ok, refuse } from '@gauntlet/core/kernel';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMasker } from '../masking/masker.ts';
import { createLogBudget } from './log-budget.ts';
import { type LogStreamOptions, openLogStream } from './log-stream.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const createReceiver = () => {
  const receiver = {
    text: '',
    requests: 0,
    gate: Promise.resolve(),
    send: (async (_stream, offset, content) => {
      receiver.requests++;
      await receiver.gate;
      const accepted = offset === Buffer.byteLength(receiver.text);
      if (accepted) receiver.text += content.toString();
      return ok({ accepted, nextOffset: Buffer.byteLength(receiver.text) });
    }) as LogStreamOptions['send'],
  };
  return receiver;
};

const open = (send: LogStreamOptions['send'], options: Partial<LogStreamOptions> = {}) =>
  openLogStream({
    stream: 'output',
    path: join(folder, 'output.log'),
    mask: createMasker(['hunter22-secret']).openStream(),
    budget: createLogBudget(),
    send,
    onDiskFull: () => undefined,
    onUndeliverable: () => undefined,
    ...options,
  });

describe('a log', () => {
  it('arrives whole and in order', async () => {
    const receiver = createReceiver();
    const log = open(receiver.send);
    const lines = Array.from({ length: 20_000 }, (_, index) => `line ${index}\n`);
    for (const line of lines) log.write(Buffer.from(line));
    await log.end();
    expect(receiver.text).toBe(lines.join(''));
    expect(receiver.requests).toBeLessThan(10);
  });

  it('shows no secret, also one that comes in two pieces, neither to the server nor on the disk', async () => {
    const receiver = createReceiver();
    const log = open(receiver.send);
    log.write(Buffer.from('password: hunter'));
    await expect.poll(() => receiver.text).toBe('password: ');
    log.write(Buffer.from('22-secret.\n'));
    await log.end();
    expect(receiver.text).toBe('password: ***.\n');
    expect(readFileSync(join(folder, 'output.log'), 'utf8')).toBe('password: ***.\n');
  });

  it('shows the beginning of a secret to nobody, however long the stream is quiet, and all else at once', async () => {
    const receiver = createReceiver();
    const log = open(receiver.send);
    log.write(Buffer.from('I hunt'));
    await expect.poll(() => receiver.text).toBe('I ');
    await pause(1300);
    expect([receiver.text, readFileSync(join(folder, 'output.log'), 'utf8')]).toEqual(['I ', 'I ']);
    log.write(Buffer.from('ed'));
    await expect.poll(() => receiver.text).toBe('I hunted');
    await log.end();
  });

  it('never waits for the server', async () => {
    const receiver = createReceiver();
    const { promise, resolve } = Promise.withResolvers<void>();
    receiver.gate = promise;
    const log = open(receiver.send);
    for (let i = 0; i < 100; i++) log.write(Buffer.alloc(65_536, 'x'));
    resolve();
    await log.end();
    expect(receiver.text.length).toBe(100 * 65_536);
  });

  it('is cut at the budget that the streams of a group share, and says so', async () => {
    const receiver = createReceiver();
    const budget = createLogBudget(2 * 1024 ** 2);
    budget.spend(1024 ** 2);
    const log = open(receiver.send, { budget });
    for (let i = 0; i < 40; i++) log.write(Buffer.alloc(65_536, 'x'));
    await log.end();
    expect(receiver.text).toBe(
      `${'x'.repeat(1024 ** 2)}\n[gauntlet] Log cut here: a group keeps at most 2 MiB.\n`,
    );
  });

  it('goes on where the server stands after the agent was started again', async () => {
    const receiver = createReceiver();
    const dead = open(async () => refuse({ code: 'aborted', message: 'killed' }));
    dead.write(Buffer.from('before the crash\n'));
    await dead.end();
    receiver.text = 'before';
    const log = open(receiver.send);
    log.note('started again');
    await log.end();
    expect(receiver.text).toBe('before the crash\n[gauntlet] started again\n');
  });

  it('is given up when the server refuses it, and nobody waits for it any more', async () => {
    const told: string[] = [];
    const log = open(
      async () => refuse({ code: 'refused', status: 413, problem: 'too-large', message: 'no' }),
      {
        onUndeliverable: ({ message }) => told.push(message),
      },
    );
    log.write(Buffer.from('text'));
    await log.end();
    log.write(Buffer.from('more'));
    await log.end();
    expect(told).toEqual(['no']);
  });

  it('is given up when the server asks for the same again and again', async () => {
    const told: string[] = [];
    const log = open(async () => ok({ accepted: false, nextOffset: 0 }), {
      onUndeliverable: ({ message }) => told.push(message),
    });
    log.write(Buffer.from('text'));
    await log.end();
    expect(told.length).toBe(1);
  });

  it.runIf(existsSync('/dev/full'))('tells of a full disk and is cut there', async () => {
    let told = 0;
    const receiver = createReceiver();
    const log = open(receiver.send, { path: '/dev/full', onDiskFull: () => void told++ });
    log.write(Buffer.from('text'));
    log.write(Buffer.from('more'));
    await log.end();
    expect(told).toBe(1);
  });
});
