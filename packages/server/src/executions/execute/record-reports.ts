/**
 * What an agent says, in order and once: the sequence number moves in the transaction that stores what
 * came with it, so that a report that is sent again changes nothing.
 */
import type { AgentEvent, ReportsAnswer, ReportsRequest } from '@gauntlet/contract';
import { concludeAttempt } from '../collect/conclude-attempt.ts';
import { type Execution, type Group, isBeingEnded } from '../execution.ts';
import { appendFacts, moveExecution } from '../move-execution.ts';
import { isAlive } from './greet-agent.ts';
import type { GroupEnd } from './ports.ts';
import { failPreparation, recordPlan } from './record-plan.ts';
import { isUnitEvent, recordUnits, type UnitEvent } from './record-units.ts';
import type { RecordDeps, Scene } from './scene.ts';

/** Null: the group has ended and may say nothing more. */
export async function recordReports(
  deps: RecordDeps,
  caller: Group,
  request: ReportsRequest,
): Promise<ReportsAnswer | null> {
  const answered = await record(deps, caller, request);
  if (answered?.accepted && endsUnits(request)) await completeWhenAllReported(deps, caller);
  return answered;
}

async function record(
  deps: RecordDeps,
  caller: Group,
  request: ReportsRequest,
): Promise<ReportsAnswer | null> {
  // Before the transaction: whoever holds a connection and waits for a second one can wait for its own kind.
  const known = mayRunTogether(request) ? await deps.executions.find(caller.executionId) : null;
  return deps.inTransaction(async (tx) => {
    const execution = known ?? (await deps.executions.lock(tx, caller.executionId));
    const group = await deps.groups.lock(tx, caller.groupId);
    if (!execution || !group || !isAlive(group) || execution.attempt !== group.attempt) return null;
    if (request.sequence !== group.nextSequence) return answer(group.nextSequence, execution, false);
    await deps.groups.advanceSequence(tx, group.groupId, request.sequence, deps.clock.now());
    const scene: Scene = { deps, tx, group, execution, facts: [] };
    await recordAll(scene, request.events);
    if (scene.facts.length > 0) await appendFacts(deps.events, tx, execution.executionId, scene.facts);
    await finishIfAsked(scene, request.events);
    return answer(request.sequence + 1, scene.execution, true);
  });
}

/**
 * One lock order everywhere: execution, then group. What a group says of its own units changes nothing of
 * the execution's, and whoever ends an attempt waits for each group's end, which waits for the lock on it:
 * so fifty groups report side by side. A unit given back is judged by how the execution is being ended.
 */
const mayRunTogether = ({ events }: ReportsRequest) =>
  events.every((event) => isUnitEvent(event) && event.type !== 'unit-returned');

const endsUnits = ({ events }: ReportsRequest) => events.some((event) => event.type === 'unit-finished');

/**
 * Asked after the commit: of two groups that report the last two units at once, neither sees the other's
 * before, and the later one sees both now. Should the server die in between, the group's finish asks again.
 */
async function completeWhenAllReported(deps: RecordDeps, { executionId, attempt }: Group): Promise<void> {
  await deps.inTransaction(async (tx) => {
    if (!(await deps.units.areAllReported(tx, executionId, attempt))) return;
    const execution = await deps.executions.lock(tx, executionId);
    if (execution?.status !== 'running' || execution.attempt !== attempt) return;
    await moveExecution(deps, tx, execution, 'ending-began');
  });
}

const answer = (nextSequence: number, { endingReason }: Execution, accepted: boolean): ReportsAnswer => ({
  accepted,
  nextSequence,
  order: endingReason === null ? 'go-on' : 'stop',
});

/** In their order; what is said of units in one go is recorded in one go. */
async function recordAll(scene: Scene, events: readonly AgentEvent[]): Promise<void> {
  let stretch: UnitEvent[] = [];
  for (const event of events) {
    if (isUnitEvent(event)) {
      stretch.push(event);
      continue;
    }
    await recordUnits(scene, stretch);
    stretch = [];
    await recordEvent(scene, event);
  }
  await recordUnits(scene, stretch);
}

async function recordEvent(scene: Scene, event: Exclude<AgentEvent, UnitEvent>): Promise<void> {
  switch (event.type) {
    case 'phase':
      return recordPhase(scene, event);
    case 'plan':
      return recordPlan(scene, event);
    case 'preparation-failed':
      return failPreparation(scene, event);
    case 'finish':
      return recordFinish(scene, event);
  }
}

type Of<Type extends AgentEvent['type']> = Extract<AgentEvent, { type: Type }>;

async function recordPhase({ deps, tx, group, facts }: Scene, { phase, detail }: Of<'phase'>): Promise<void> {
  await deps.groups.setPhase(tx, group.groupId, phase);
  facts.push({
    type: 'phase-changed',
    data: { groupId: group.groupId, groupIndex: group.index, phase, detail },
  });
}

async function recordFinish(
  { deps, tx, group, execution, facts }: Scene,
  { manifest }: Of<'finish'>,
): Promise<void> {
  if (!isBeingEnded(execution))
    await deps.results.discard(tx, await deps.units.giveBackAll(tx, group.groupId));
  const end = groupEndOf(manifest);
  await deps.groups.end(tx, group.groupId, end, deps.clock.now());
  const { groupId, index: groupIndex } = group;
  facts.push({
    type: 'group-finished',
    data: { groupId, groupIndex, units: manifest.units, counts: manifest.counts },
  });
}

function groupEndOf(manifest: Of<'finish'>['manifest']): GroupEnd {
  if (manifest.reason === 'done') return { status: 'finished', manifest };
  if (manifest.reason === 'stopped') return { status: 'ended', why: 'told to stop' };
  return { status: 'lost', why: AGENT_FAILED };
}

const AGENT_FAILED = 'the agent gave up; its log says why';

/** After the facts are down: a plan of nothing is complete at once, the last group ends the attempt. */
async function finishIfAsked(scene: Scene, events: readonly AgentEvent[]): Promise<void> {
  const finish = events.find((event) => event.type === 'finish');
  if (!finish && !events.some((event) => event.type === 'plan')) return;
  const { deps, tx } = scene;
  const { executionId, attempt } = scene.execution;
  const allReported = await deps.units.areAllReported(tx, executionId, attempt);
  if (scene.execution.status === 'running' && allReported)
    scene.execution = await moveExecution(deps, tx, scene.execution, 'ending-began');
  if (finish) await concludeOrContinue(scene, allReported, finish.manifest.reason === 'failed');
}

/** A group may finish while another still holds units; if that one is gone too, somebody must go on. */
async function concludeOrContinue(
  { deps, tx, execution }: Scene,
  allReported: boolean,
  agentFailed: boolean,
): Promise<void> {
  const { endingReason, failureReason, status } = execution;
  const began = status === 'running' || status === 'completing';
  const trouble = agentFailed ? ({ reason: 'internal-error', message: AGENT_FAILED } as const) : null;
  const over = endingReason !== null || (began ? allReported : failureReason !== null || agentFailed);
  if (over) await concludeAttempt(deps, tx, execution, failureReason === null ? trouble : null);
  else await deps.sendWake(tx, { topic: 'ending', executionId: execution.executionId });
}
