/** What a pod's tests printed, from the cluster, where the agent that would have sent it is dead. */
import type { Log } from '../../kernel/log.ts';
import type { LogStore } from '../execute/ports.ts';
import type { Group } from '../execution.ts';
import { type PodExecutor, refOf } from './ports.ts';
import type { PodEnd } from './standing.ts';

export type KeepLogDeps = { log: Log; logs: LogStore; pods: Pick<PodExecutor, 'readLog'> };

const MOST_BYTES = 2 ** 18;
const STREAM = 'output';

/** Some of it may stand in the log already: the agent sent it as it came, and nobody knows how far it got. */
export async function keepPodLog(deps: KeepLogDeps, group: Group, end: PodEnd): Promise<void> {
  const read = await deps.pods.readLog(refOf(group), { bytes: MOST_BYTES });
  const { executionId, index } = group;
  if (!read.ok) deps.log.warn({ executionId, group: index }, read.error.message);
  if (!read.ok || read.value.byteLength === 0) return;
  const size = Math.ceil(MOST_BYTES / 1024);
  const said = `\n--- The agent of this pod sent no end (${end.message}) What follows is what the cluster still has of its output, at most the last ${size} KiB; some of it may stand above. ---\n`;
  await append(deps.logs, group, new TextEncoder().encode(said));
  await append(deps.logs, group, read.value);
}

/** Wherever it has come to: an offset that leaves a gap is answered with the right one. */
async function append(logs: LogStore, { groupId }: Group, content: Uint8Array): Promise<void> {
  const { nextOffset } = await logs.append(groupId, STREAM, Number.MAX_SAFE_INTEGER, content);
  await logs.append(groupId, STREAM, nextOffset, content);
}
