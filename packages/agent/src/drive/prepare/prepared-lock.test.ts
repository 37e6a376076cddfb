import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { processStartedAt } from '@gauntlet/host/process-tree';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { underLock } from './prepared-lock.ts';
import { readMarker, writeMarker } from './prepared-marker.ts';

let folder: string;
const never = new AbortController().signal;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gauntlet-lock-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe('a preparation', () => {
  it('is done once, however many come for it', async () => {
    let done: string | null = null;
    let times = 0;
    const work = async () => {
      times++;
      await new Promise(setImmediate);
      done = 'prepared';
      return done;
    };
    const all = Array.from({ length: 5 }, () => underLock(folder, never, work, async () => done));
    expect(await Promise.all(all)).toEqual(Array(5).fill('prepared'));
    expect(times).toBe(1);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is done by the next one when it failed', async () => {
    const failing = underLock(
      folder,
      never,
      () => Promise.reject(new Error('no')),
      async () => null,
    );
    await expect(failing).rejects.toThrow('no');
    expect(
      await underLock(
        folder,
        never,
        async () => 'done',
        async () => null,
      ),
    ).toBe('done');
  });

  it('is taken over from a process that was killed over it', async () => {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(child, 'spawn');
    const lock = { pid: child.pid, startedAt: await processStartedAt(child.pid as number) };
    writeFileSync(join(folder, 'preparing.lock'), JSON.stringify(lock));
    const waiting = new AbortController();
    setTimeout(() => waiting.abort(), 200);
    expect(
      await underLock(
        folder,
        waiting.signal,
        async () => 'too early',
        async () => null,
      ),
    ).toBeNull();
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(
      await underLock(
        folder,
        never,
        async () => 'taken over',
        async () => null,
      ),
    ).toBe('taken over');
  });
});

describe('the marker', () => {
  const setup = {
    sentence: 'nothing',
    modules: [],
    links: [],
    environment: {},
    pythonPath: [],
    python: null,
  };
  const prepared = { framework: 'command', setup, countVerified: true, folder: '', units: [] };

  it('is read as it was written, for its own execution only', async () => {
    expect(await readMarker(folder, 'one')).toBeNull();
    await writeMarker(folder, 'one', prepared);
    expect(await readMarker(folder, 'one')).toEqual(prepared);
    expect(await readMarker(folder, 'another')).toBeNull();
  });

  it('that is damaged, or leads out of the content, is none', async () => {
    writeFileSync(join(folder, 'prepared.json'), '{"format":1,');
    expect(await readMarker(folder, 'one')).toBeNull();
    await writeMarker(folder, 'one', { ...prepared, folder: '../../etc' });
    expect(await readMarker(folder, 'one')).toBeNull();
  });
});
