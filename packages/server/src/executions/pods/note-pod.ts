/** What is seen of a pod that goes on: written down once, told once. */
import type { ExecutionEvent } from '@gauntlet/contract';
import type { EventStore } from '../../event-store/index.ts';
import { type Clock, secondsAfter } from '../../kernel/clock.ts';
import type { InTransaction, Tx } from '../../kernel/tx.ts';
import { isAlive } from '../execute/greet-agent.ts';
import type { GroupStore } from '../execute/ports.ts';
import type { Execution, Group } from '../execution.ts';
import { appendFacts, moveExecution } from '../move-execution.ts';
import type { ExecutionStore } from '../ports.ts';
import type { PodGroupStore } from './pod-groups.ts';
import type { SeenPod } from './ports.ts';
import type { PodStanding, PodWarning } from './standing.ts';

export type NoteDeps = {
  inTransaction: InTransaction;
  clock: Clock;
  executions: ExecutionStore;
  groups: GroupStore;
  podGroups: PodGroupStore;
  events: EventStore;
};

type Scene = { tx: Tx; execution: Execution; group: Group; facts: ExecutionEvent[] };

/** A Job that somebody made, whoever it was: a server may have died before it wrote that down. */
export const noteJob = (deps: NoteDeps, group: Group, jobName: string): Promise<void> =>
  note(deps, group, (scene) => adopt(deps, scene, jobName));

/** Waits for nothing of the cluster: the pod is not even there yet. */
export const noteWaiting = (
  deps: NoteDeps,
  group: Group,
  waiting: Extract<PodStanding, { phase: 'waiting' }>,
): Promise<void> => note(deps, group, (scene) => wait(deps, scene, waiting));

/** Asks the database for nothing where nothing is new. */
export async function notePod(deps: NoteDeps, group: Group, pod: SeenPod): Promise<void> {
  if (!isNews(group, pod)) return;
  await note(deps, group, async (scene) => {
    const { standing } = pod;
    if (isReleased(pod)) await adopt(deps, scene, pod.jobName);
    await place(deps, scene, pod);
    if (isExplained(scene.group, pod)) return;
    if (standing.phase === 'waiting') await wait(deps, scene, standing);
    else if (scene.group.waiting) await deps.podGroups.noteWaiting(scene.tx, group.groupId, null);
  });
}

/** One that is not was begun by who died over it: the order is given again, and goes on with it. */
const isReleased = ({ standing }: SeenPod) => standing.phase !== 'waiting' || standing.for !== 'release';

/** What is not released says no more than that. Whoever gave the order knows why: a quota of Secrets, for one. */
const isExplained = ({ waiting }: Group, pod: SeenPod) => waiting !== null && !isReleased(pod);

function isNews(group: Group, pod: SeenPod): boolean {
  const { podName, nodeName, standing } = pod;
  if (group.jobName === null && isReleased(pod)) return true;
  if (podName !== null && (group.podName !== podName || group.nodeName !== (nodeName ?? ''))) return true;
  if (isExplained(group, pod)) return false;
  if (standing.phase !== 'waiting') return group.waiting !== null;
  return group.waiting?.for !== standing.for || group.waiting.message !== standing.message;
}

export async function noteWarnings(
  deps: NoteDeps,
  group: Pick<Group, 'groupId' | 'executionId' | 'index'>,
  warnings: readonly PodWarning[],
): Promise<void> {
  for (const { about, message } of warnings)
    await note(
      deps,
      group,
      async ({ tx, facts }) => {
        if (!(await deps.podGroups.noteWarning(tx, group.groupId, about))) return;
        facts.push({
          type: 'group-warned',
          data: { groupId: group.groupId, groupIndex: group.index, message },
        });
      },
      isWarnedOf,
    );
}

/** A container's end, and what it says of memory, is seen only after the agent's last word. */
const isWarnedOf = (group: Group) => isAlive(group) || group.status === 'finished';

/** One lock order everywhere: execution, then group. What has ended meanwhile is left as it ended. */
function note(
  deps: NoteDeps,
  { groupId, executionId }: Pick<Group, 'groupId' | 'executionId'>,
  work: (scene: Scene) => Promise<void>,
  isMeant = isAlive,
) {
  return deps.inTransaction(async (tx) => {
    const execution = await deps.executions.lock(tx, executionId);
    const group = await deps.groups.lock(tx, groupId);
    if (!execution || !group || !isMeant(group)) return;
    const scene: Scene = { tx, execution, group, facts: [] };
    await work(scene);
    if (scene.facts.length > 0) await appendFacts(deps.events, tx, executionId, scene.facts);
  });
}

async function adopt(deps: NoteDeps, { tx, execution, group }: Scene, jobName: string): Promise<void> {
  if (group.jobName !== null || !(await deps.podGroups.noteJob(tx, group.groupId, jobName))) return;
  if (execution.status === 'scheduled' && execution.attempt === group.attempt)
    await moveExecution(deps, tx, execution, 'pod-created');
}

async function place(deps: NoteDeps, scene: Scene, { podName, nodeName }: SeenPod): Promise<void> {
  const { tx, execution, group, facts } = scene;
  const { groupId, index: groupIndex, attempt } = group;
  if (podName === null || (group.podName === podName && group.nodeName === (nodeName ?? ''))) return;
  await deps.podGroups.notePlace(tx, groupId, { podName, nodeName });
  const current = execution.attempt === attempt;
  if (current && groupIndex === 0)
    await deps.executions.patch(tx, execution.executionId, { podName, nodeName });
  if (nodeName === null || group.nodeName !== '') return;
  facts.push({ type: 'group-started', data: { groupId, groupIndex, attempt, nodeName } });
  // The run limit is for what runs: it begins when the first pod has found its node.
  if (current && execution.endingReason === null && (await isFirst(deps, scene)))
    await deps.executions.patch(tx, execution.executionId, {
      runDeadlineAt: secondsAfter(deps.clock.now(), execution.definition.timeouts.runSeconds),
    });
}

async function isFirst({ groups }: NoteDeps, { tx, execution, group }: Scene): Promise<boolean> {
  const all = await groups.listOf(tx, execution.executionId, group.attempt);
  return all.every((other) => other.groupId === group.groupId || other.nodeName === '');
}

type Waiting = Extract<PodStanding, { phase: 'waiting' }>;

/** Told when it waits for something else; that the words about it change is shown, not told. */
async function wait(deps: NoteDeps, scene: Scene, waiting: Waiting): Promise<void> {
  const { tx, group, facts } = scene;
  const { groupId, index: groupIndex, attempt } = group;
  const { for: what, message } = waiting;
  if (group.waiting?.for === what && group.waiting.message === message) return;
  const same = group.waiting?.for === what;
  const since = same && group.waiting ? group.waiting.since : deps.clock.now().toISOString();
  await deps.podGroups.noteWaiting(tx, groupId, { for: what, message, since });
  const longer = WORTH_TELLING.has(what);
  if (!same && longer)
    facts.push({ type: 'group-waiting', data: { groupId, groupIndex, attempt, for: what, message } });
}

/** Every pod is made, pulls its image and starts: that is how it begins, not what it waits for. */
const WORTH_TELLING: ReadonlySet<Waiting['for']> = new Set<Waiting['for']>(['quota', 'nodes']);
