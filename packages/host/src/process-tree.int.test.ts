import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, expect, it, vi } from 'vitest';
import { askPsForStart } from './process-table.ts';
import { endTree, findMembers, isSameProcess, processStartedAt } from './process-tree.ts';

const children: ChildProcess[] = [];
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});

const start = async (mark: string, script: string): Promise<ChildProcess> => {
  const child = spawn('sh', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, GAUNTLET_TREE: mark },
  });
  children.push(child);
  if (child.stdout) await once(child.stdout, 'data');
  return child;
};

it('a start time names one process and outlives no other of its number', async () => {
  const child = await start('start-time-mark', 'echo ready; exec sleep 300');
  const pid = child.pid as number;
  const startedAt = await processStartedAt(pid);
  expect(startedAt).toBeTruthy();
  expect(await isSameProcess(pid, startedAt as string)).toBe(true);
  expect(await isSameProcess(process.pid, startedAt as string)).toBe(false);
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await processStartedAt(pid)).toBeNull();
  expect(await isSameProcess(pid, startedAt as string)).toBe(false);
});

it('where ps is asked, its answer is the same for all who ask, and none for who has ended', async () => {
  const child = await start('asked-of-ps', 'echo ready; exec sleep 300');
  const pid = child.pid as number;
  const startedAt = await askPsForStart(pid);
  expect(startedAt).toMatch(/^\w{3} \w{3} +\d+ [\d:]{8} \d{4}$/);
  vi.stubEnv('TZ', 'Asia/Tokyo');
  expect(await askPsForStart(pid)).toBe(startedAt);
  vi.unstubAllEnvs();
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect(await askPsForStart(pid)).toBeNull();
});

it('a tree whose leader is dead is still ended, by its mark', async () => {
  const mark = `orphans-${process.pid}`;
  const child = await start(mark, 'setsid sleep 300 & setsid sleep 301 & echo ready; sleep 302');
  child.kill('SIGKILL');
  await once(child, 'exit');
  expect((await findMembers({ mark })).length).toBeGreaterThanOrEqual(2);
  expect(await endTree({ mark }, 1)).toEqual([]);
  expect(await findMembers({ mark })).toEqual([]);
});

it('ending a tree that has ended changes nothing and takes no time', async () => {
  const before = performance.now();
  expect(await endTree({ mark: 'nobody-carries-this', leader: 2 ** 22 + 1 }, 10)).toEqual([]);
  expect(performance.now() - before).toBeLessThan(1000);
});
