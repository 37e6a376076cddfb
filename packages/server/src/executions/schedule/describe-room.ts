/** What room an execution lacks in its cluster, in words for whoever waits for it. */
import { lastingRefusals } from '@gauntlet/core/executions';
import type { ClusterRoom } from '../pods/ports.ts';

/** How many pods are wanted at once, how many would find a node now, and how many when nothing else runs there. */
type Fit = { wanted: number; fitting: number; most: number };

export function lackOf({ wanted, fitting, most }: Fit, room: ClusterRoom): string {
  const now = `room for ${sizeOf(wanted, room)}; ${fitting} fit now`;
  if (room.nodes.length === 0) return `${now}, as the cluster has no node`;
  if (most === 0) return `${now}, as no node is there for such pods: ${whyNone(room)}`;
  return `${now}, ${most} when nothing else runs there`;
}

/** The obstacle of most nodes. */
function whyNone({ nodes, request }: ClusterRoom): string {
  const counts = new Map<string, number>();
  for (const obstacle of nodes.flatMap((node) => lastingRefusals(node, request).slice(0, 1)))
    counts.set(obstacle, (counts.get(obstacle) ?? 0) + 1);
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  return most === undefined ? '' : `of ${most[1] === 1 ? 'one' : most[1]}, ${most[0]}`;
}

export function sizeOf(pods: number, { request }: ClusterRoom): string {
  const { cpuMillis, memoryBytes, diskBytes = 0 } = request;
  const disk = diskBytes === 0 ? '' : `, with ${mebibytes(diskBytes)} of disk`;
  return `${pods === 1 ? 'a pod' : `${pods} pods, each`} of ${cpuMillis / 1000} CPU and ${mebibytes(memoryBytes)} of memory${disk}`;
}

const mebibytes = (bytes: number) => `${Math.ceil(bytes / 2 ** 20)} MiB`;
