/** What room an execution lacks in its cluster, in words for whoever waits for it. */
import type { ClusterRoom } from '../pods/ports.ts';

/** How many pods are wanted at once, how many would find a node now, and how many when nothing else runs there. */
type Fit = { wanted: number; fitting: number; most: number };

/**
 * More than would ever fit is waited for as well, as a node may be away for minutes; but whoever waits is told that
 * nothing will come of it as it is.
 */
export function lackOf({ wanted, fitting, most }: Fit, room: ClusterRoom): string {
  const now = `room for ${sizeOf(wanted, room)}; ${fitting} fit now`;
  if (room.nodes.length === 0) return `${now}, as the cluster has no node`;
  if (most >= wanted) return `${now}, ${most} when nothing else runs there`;
  return `${now}, and at most ${most} when nothing else runs there, so it does not start: lower parallelism or resources, add nodes, or name another environment`;
}

export function sizeOf(pods: number, { request }: ClusterRoom): string {
  const { cpuMillis, memoryBytes, diskBytes = 0 } = request;
  const disk = diskBytes === 0 ? '' : `, with ${mebibytes(diskBytes)} of disk`;
  return `${pods === 1 ? 'a pod' : `${pods} pods, each`} of ${cpuMillis / 1000} CPU and ${mebibytes(memoryBytes)} of memory${disk}`;
}

const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
