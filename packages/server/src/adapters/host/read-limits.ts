/** What a container leaves of its host. Reads the text of the kernel's control files; knows no file itself. */

/**
 * Of `cpu.max` (cgroup v2): quota and period in microseconds, or `max`.
 *
 * @returns millicores; null when there is no limit.
 */
export function cpuLimitOfV2(text: string): number | null {
  const [quota = '', period = '100000'] = text.trim().split(/\s+/);
  return millicores(Number(quota), Number(period));
}

/** Of `cpu.cfs_quota_us` and `cpu.cfs_period_us` (cgroup v1); a quota of -1 is no limit. */
export const cpuLimitOfV1 = (quota: string, period: string): number | null =>
  millicores(Number(quota.trim()), Number(period.trim()));

function millicores(quota: number, period: number): number | null {
  if (!(quota > 0) || !(period > 0)) return null;
  return Math.max(1, Math.floor((quota / period) * 1000));
}

/**
 * Folders of this process's control groups, from its own to the root, by `/proc/self/cgroup`: a limit may stand at
 * any of them. Inside a container the first is often not there, since the path is the host's.
 */
export function cgroupFolders(text: string): { v1: string[]; v2: string[] } {
  const folders = { v1: [] as string[], v2: [] as string[] };
  for (const line of text.split('\n')) {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    if (path === undefined || controllers === undefined) continue;
    if (controllers === '') folders.v2 = upwards(path);
    else if (controllers.split(',').includes('cpu')) folders.v1 = upwards(path);
  }
  return folders;
}

/** `/a/b` gives `/a/b`, `/a` and the root, which is empty. */
function upwards(path: string): string[] {
  const parts = path.split('/').filter((part) => part !== '' && part !== '..');
  return parts.map((_, index) => `/${parts.slice(0, parts.length - index).join('/')}`).concat('');
}
