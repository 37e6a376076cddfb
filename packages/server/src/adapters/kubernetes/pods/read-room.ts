/** The nodes of a cluster and what all pods have asked for on them: listed when it is asked for, and good for seconds. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { ApiTrouble, Rest } from '../api/rest.ts';
import type { NodeObject, ScheduledPod } from '../nodes/node-objects.ts';
import type { Attended } from '../watch/attend.ts';
import { listAll } from '../watch/list-all.ts';
import { ALL_PODS_PATH, NODES_PATH } from '../watch/paths.ts';

/** `unseen`: Gauntlet may not look at nodes, or not at the pods of others. */
type Inventory = { nodes: readonly NodeObject[]; pods: readonly ScheduledPod[] } | 'unseen';

const GOOD_FOR_MS = 10_000;
/** What has ended holds nothing. */
const NOT_ENDED = { fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed' };

type Answer = Result<Inventory, ApiTrouble>;

export function createInventory(rest: Rest, attended: Attended, now: () => number) {
  let last: { at: number; answer: Promise<Answer> } | null = null;
  const list = async (): Promise<Answer> => {
    const watched = attended.nodes();
    const nodes = watched ? ok({ items: watched }) : await listAll<NodeObject>(rest, NODES_PATH);
    if (!nodes.ok) return unless(nodes.error);
    const pods = await listAll<ScheduledPod>(rest, ALL_PODS_PATH, NOT_ENDED);
    return pods.ok ? ok({ nodes: nodes.value.items, pods: pods.value.items }) : unless(pods.error);
  };
  return async (): Promise<Answer> => {
    const at = now();
    if (last && at - last.at < GOOD_FOR_MS) return last.answer;
    const answer = list();
    last = { at, answer };
    // What could not be asked is asked again at once.
    const known = await answer;
    if (!known.ok && last?.answer === answer) last = null;
    return known;
  };
}

const unless = (trouble: ApiTrouble): Answer =>
  trouble.code === 'answered' && trouble.answer.code === 403 ? ok('unseen') : refuse(trouble);
