/** The last of what the tests' container printed, from its node, by way of the API server. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { OutboundError } from '@gauntlet/host/guarded-fetch';
import type { ClusterTrouble, PodRef } from '../../../executions/index.ts';
import { clusterTrouble } from '../api/cluster-trouble.ts';
import type { Rest } from '../api/rest.ts';
import { TESTS_CONTAINER } from '../containers.ts';
import { groupSelectorOf } from '../job/labels.ts';
import type { PodObject } from '../standing/objects.ts';
import { listAll } from '../watch/list-all.ts';
import { podsPath } from '../watch/paths.ts';

type LogPlace = { rest: Rest; namespace: string; instance: string; logSeconds?: number | undefined };

const MOST_LINES = 20_000;
/** However long the lines are: no more is read, to keep the end of it. */
const MOST_READ_BYTES = 64 * 2 ** 20;

/** A node that has gone does not say so, and the groups of a whole environment wait for whoever waits for it. */
const MOST_SECONDS = 5;

export async function readPodLog(
  { rest, namespace, instance, logSeconds = MOST_SECONDS }: LogPlace,
  { groupId }: PodRef,
  most: { bytes: number },
): Promise<Result<Uint8Array, ClusterTrouble>> {
  const query = { labelSelector: groupSelectorOf(instance, groupId) };
  const pods = await listAll<PodObject>(rest, podsPath(namespace), query);
  if (!pods.ok) return refuse(clusterTrouble(pods.error, 'list pods'));
  const name = pods.value.items[0]?.metadata?.name;
  if (name === undefined) return ok(new Uint8Array());
  const late = AbortSignal.timeout(logSeconds * 1000);
  const read = await readLog(rest, `${podsPath(namespace)}/${name}/log`, most.bytes, late);
  if (read.ok || !late.aborted) return read;
  const message = `The log of the pod ${name} did not come within ${logSeconds} s.`;
  return refuse({ code: 'unavailable', message });
}

async function readLog(
  rest: Rest,
  path: string,
  mostBytes: number,
  late: AbortSignal,
): Promise<Result<Uint8Array, ClusterTrouble>> {
  const log = await rest.open(
    path,
    {
      ...{ container: TESTS_CONTAINER, tailLines: String(MOST_LINES) },
      limitBytes: String(MOST_READ_BYTES),
    },
    late,
  );
  if (log.ok) return readEnd(log.value.body, mostBytes);
  const { error } = log;
  // Its container has not begun, or its node has tidied it away.
  if (error.code === 'answered' && [400, 404].includes(error.answer.code ?? 0)) return ok(new Uint8Array());
  return refuse(clusterTrouble(error, 'read logs of pods'));
}

async function readEnd(
  body: AsyncIterable<Uint8Array>,
  mostBytes: number,
): Promise<Result<Uint8Array, ClusterTrouble>> {
  let kept = Buffer.alloc(0);
  try {
    for await (const part of body) {
      kept = Buffer.concat([kept, part]);
      if (kept.byteLength > 2 * mostBytes) kept = kept.subarray(-mostBytes);
    }
    return ok(new Uint8Array(kept.subarray(-mostBytes)));
  } catch (cause) {
    if (cause instanceof OutboundError) return refuse({ code: 'unavailable', message: cause.message });
    throw cause;
  }
}
