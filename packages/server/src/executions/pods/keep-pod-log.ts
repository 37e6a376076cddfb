/**
 * What a pod's tests printed, from the cluster, where the agent that would have sent it is dead. The agent would have
 * masked it, and so it is here: what cannot be masked is not kept.
 */
import { createMasks } from '@gauntlet/core/masking';
import type { Log } from '../../kernel/log.ts';
import type { LogStore } from '../execute/ports.ts';
import { revealSecrets } from '../execute/reveal-secrets.ts';
import type { Group } from '../execution.ts';
import type { ExecutionStore, SecretVault } from '../ports.ts';
import { type PodExecutor, refOf } from './ports.ts';
import type { PodEnd } from './standing.ts';

export type KeepLogDeps = {
  log: Log;
  logs: LogStore;
  executions: Pick<ExecutionStore, 'find'>;
  secrets: SecretVault;
  pods: Pick<PodExecutor, 'readLog'>;
};

const MOST_BYTES = 2 ** 18;
const STREAM = 'output';
const LINE_END = 10;

/** Some of it may stand in the log already: the agent sent it as it came, and nobody knows how far it got. */
export async function keepPodLog(deps: KeepLogDeps, group: Group, end: PodEnd): Promise<void> {
  const read = await deps.pods.readLog(refOf(group), { bytes: MOST_BYTES });
  const { executionId, index } = group;
  if (!read.ok) deps.log.warn({ executionId, group: index }, read.error.message);
  if (!read.ok || read.value.byteLength === 0) return;
  const content = await mask(deps, group, wholeLines(read.value));
  if (content === null || content.byteLength === 0) return;
  const size = Math.ceil(MOST_BYTES / 1024);
  const said = `\n--- The agent of this pod sent no end (${end.message}) What follows is what the cluster still has of its output, at most the last ${size} KiB; some of it may stand above. ---\n`;
  await append(deps.logs, group, new TextEncoder().encode(said));
  await append(deps.logs, group, content);
}

/** Where the beginning was cut off, the first line may begin within a secret. */
const wholeLines = (bytes: Uint8Array): Uint8Array =>
  bytes.byteLength < MOST_BYTES ? bytes : bytes.subarray(bytes.indexOf(LINE_END) + 1 || bytes.length);

/** Null: a secret cannot be read now, so that nobody knows what to mask. */
async function mask(deps: KeepLogDeps, group: Group, bytes: Uint8Array): Promise<Uint8Array | null> {
  const { executionId, index } = group;
  const execution = await deps.executions.find(executionId);
  const revealed = execution && (await revealSecrets(deps, execution));
  if (!revealed?.ok) {
    const why = revealed?.error.message ?? 'Its execution is gone.';
    deps.log.warn({ executionId, group: index }, `what its pod printed is not kept: ${why}`);
    return null;
  }
  const { secrets, contentSecret } = revealed.value;
  const masks = createMasks([...Object.values(secrets), ...(contentSecret ? [contentSecret] : [])]);
  const stream = masks.openStream();
  return Buffer.concat([stream.push(bytes), stream.end()]);
}

/** Wherever it has come to: an offset that leaves a gap is answered with the right one. */
async function append(logs: LogStore, { groupId }: Group, content: Uint8Array): Promise<void> {
  const { nextOffset } = await logs.append(groupId, STREAM, Number.MAX_SAFE_INTEGER, content);
  await logs.append(groupId, STREAM, nextOffset, content);
}
