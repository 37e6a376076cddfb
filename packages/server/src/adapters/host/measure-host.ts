/** What this host, or the container on it, offers to tests. */
import { readFileSync } from 'node:fs';
import { availableParallelism, totalmem } from 'node:os';
import { join } from 'node:path';
import { cgroupFolders, cpuLimitOfV1, cpuLimitOfV2 } from './read-limits.ts';

export type HostParts = {
  cpus: number;
  totalBytes: number;
  /** Of the control group; 0, or more than the host has, when there is no limit. */
  constrainedBytes: number;
  /** Null for a file that cannot be read: no limit is known of it then. */
  read(path: string): string | null;
};

const MOUNT = '/sys/fs/cgroup';
/** Where cgroup v1 keeps the controller, by either of its names. */
const V1_MOUNTS = ['cpu', 'cpu,cpuacct'];

export function measureHost(parts: HostParts = thisHost()): { cpuMillis: number; memoryBytes: number } {
  const { cpus, totalBytes, constrainedBytes } = parts;
  return {
    cpuMillis: Math.min(cpus * 1000, ...cpuLimits(parts)),
    memoryBytes: constrainedBytes > 0 ? Math.min(totalBytes, constrainedBytes) : totalBytes,
  };
}

function cpuLimits({ read }: HostParts): number[] {
  const { v1, v2 } = cgroupFolders(read('/proc/self/cgroup') ?? '');
  const ofV2 = withRoot(v2).map((folder) => {
    const text = read(join(MOUNT, folder, 'cpu.max'));
    return text === null ? null : cpuLimitOfV2(text);
  });
  const ofV1 = V1_MOUNTS.flatMap((mount) =>
    withRoot(v1).map((folder) => {
      const quota = read(join(MOUNT, mount, folder, 'cpu.cfs_quota_us'));
      const period = read(join(MOUNT, mount, folder, 'cpu.cfs_period_us'));
      return quota === null || period === null ? null : cpuLimitOfV1(quota, period);
    }),
  );
  return [...ofV2, ...ofV1].filter((limit) => limit !== null);
}

/** A container sees its own group as the root of what is mounted. */
const withRoot = (folders: readonly string[]) => [...new Set([...folders, ''])];

const thisHost = (): HostParts => ({
  cpus: availableParallelism(),
  totalBytes: totalmem(),
  constrainedBytes: process.constrainedMemory(),
  read: (path) => {
    try {
      return readFileSync(path, 'utf8');
    } catch {
      return null; // macOS has none of these files, and a container may hide them
    }
  },
});
