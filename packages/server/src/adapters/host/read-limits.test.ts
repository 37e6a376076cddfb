import { expect, it } from 'vitest';
import { cgroupFolders, cpuLimitOfV1, cpuLimitOfV2 } from './read-limits.ts';

it.each([
  ['150000 100000\n', 1500],
  ['50000 100000', 500],
  ['200000', 2000],
  ['max 100000\n', null],
  ['', null],
  ['0 100000', null],
  ['nonsense', null],
])('reads the cpu.max %j as %s millicores', (text, millis) => {
  expect(cpuLimitOfV2(text)).toBe(millis);
});

it.each([
  ['250000\n', '100000\n', 2500],
  ['-1\n', '100000\n', null],
  ['100000', '0', null],
])('reads the quota %j of the period %j as %s millicores', (quota, period, millis) => {
  expect(cpuLimitOfV1(quota, period)).toBe(millis);
});

it('a limit is looked for from the own control group up to the root', () => {
  expect(cgroupFolders('0::/system.slice/gauntlet.service\n')).toEqual({
    v1: [],
    v2: ['/system.slice/gauntlet.service', '/system.slice', ''],
  });
  expect(cgroupFolders('12:memory:/docker/a\n4:cpu,cpuacct:/docker/b\n0::/\n')).toEqual({
    v1: ['/docker/b', '/docker', ''],
    v2: [''],
  });
  expect(cgroupFolders('0::/../outside\n').v2).toEqual(['/outside', '']);
  expect(cgroupFolders('')).toEqual({ v1: [], v2: [] });
});
