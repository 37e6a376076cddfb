import { expect, it } from 'vitest';
import { type HostParts, measureHost } from './measure-host.ts';

const GIB = 2 ** 30;
const host = (files: Record<string, string> = {}, part: Partial<HostParts> = {}): HostParts => ({
  cpus: 8,
  totalBytes: 16 * GIB,
  constrainedBytes: 0,
  read: (path) => files[path] ?? null,
  ...part,
});

it('a host without limits offers what it has', () => {
  expect(measureHost(host())).toEqual({ cpuMillis: 8000, memoryBytes: 16 * GIB });
});

it.each([
  ['at the root of what a container sees', { '/sys/fs/cgroup/cpu.max': '150000 100000' }],
  [
    'at a group above its own',
    {
      '/proc/self/cgroup': '0::/a/b\n',
      '/sys/fs/cgroup/a/b/cpu.max': 'max 100000',
      '/sys/fs/cgroup/a/cpu.max': '150000 100000',
      '/sys/fs/cgroup/cpu.max': '400000 100000',
    },
  ],
  [
    'of cgroup v1',
    {
      '/proc/self/cgroup': '4:cpu,cpuacct:/docker/b\n',
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us': '150000',
      '/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us': '100000',
    },
  ],
])('a processor quota %s is what it offers', (_, files) => {
  expect(measureHost(host(files)).cpuMillis).toBe(1500);
});

it('a quota above the processors there are gives no more than those', () => {
  expect(measureHost(host({ '/sys/fs/cgroup/cpu.max': '1600000 100000' })).cpuMillis).toBe(8000);
});

it('memory is the least of the host and of the limit', () => {
  expect(measureHost(host({}, { constrainedBytes: 2 * GIB })).memoryBytes).toBe(2 * GIB);
  expect(measureHost(host({}, { constrainedBytes: 2 ** 63 })).memoryBytes).toBe(16 * GIB);
});

it('this machine offers something', () => {
  const { cpuMillis, memoryBytes } = measureHost();
  expect(cpuMillis).toBeGreaterThan(0);
  expect(memoryBytes).toBeGreaterThan(0);
});
