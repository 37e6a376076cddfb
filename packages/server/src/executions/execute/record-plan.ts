/** The listing made before the run: what must be seen to pass. Then there are as many groups as it has work for. */
import type { AgentEvent, ExecutionId, PlannedUnit, UnitId } from '@gauntlet/contract';
import { chooseFailedUnits, estimateUnits, remainingMs } from '@gauntlet/core/executions';
import { type Execution, type Group, isPreparing, NO_COUNTS } from '../execution.ts';
import { withQuarantine } from '../history/with-quarantine.ts';
import { moveExecution } from '../move-execution.ts';
import { isAlive } from './greet-agent.ts';
import { besides, newGroup } from './new-group.ts';
import type { EstimatedUnit, StoredUnit, UnitEnd } from './ports.ts';
import type { Scene } from './scene.ts';

type Plan = Extract<AgentEvent, { type: 'plan' }>;

/** Once is enough: told again, it changes nothing, however far the execution has come since. */
export async function recordPlan(scene: Scene, plan: Plan): Promise<void> {
  if (!scene.group.lead || !isPreparing(scene.execution)) return;
  const { deps, tx } = scene;
  const { wanted, missing } = await chooseUnits(scene, plan.units);
  const units = await estimate(scene, wanted);
  const { executionId, attempt } = scene.execution;
  await deps.units.insert(tx, { executionId, attempt, units });
  await recordMissing(scene, missing);
  const groups = Math.max(1, Math.min(mostGroups(scene), units.length));
  await enterRunning(scene, plan, groups);
  await haveGroups(scene, groups);
  const expected = units.map((unit) => unit.expectedTests ?? null);
  scene.facts.push({
    type: 'plan-made',
    data: {
      framework: plan.framework,
      units: units.length,
      expectedTests: expected.includes(null)
        ? null
        : expected.reduce<number>((sum, count) => sum + (count ?? 0), 0),
      setup: plan.setup,
      commit: plan.commit,
      countVerified: plan.countVerified,
      groups,
      estimatedMs: remainingMs(units, groups),
      attempt,
    },
  });
}

/** In a cluster no more than it could hold when the execution was scheduled. */
const mostGroups = ({ execution, group }: Scene): number =>
  group.environmentId === null ? execution.definition.parallelism : execution.parallelism;

type Choice = { wanted: readonly PlannedUnit[]; missing: readonly StoredUnit[] };

/**
 * A retry or a rerun of failures takes only those; if none of them is listed any more, everything. A retry judges
 * what it does not list by the attempt before; a rerun has no such attempt.
 */
async function chooseUnits(scene: Scene, units: readonly PlannedUnit[]): Promise<Choice> {
  const source = failedUnitsSource(scene.execution);
  if (source === null) return { wanted: units, missing: [] };
  const failed = await failedUnits(scene, source);
  const failedKeys = new Set(failed.map(({ key }) => key));
  const chosen = units.filter((unit) => failedKeys.has(unit.key));
  const listed = new Set(units.map(({ key }) => key));
  const isRerun = source !== scene.execution.executionId;
  return {
    wanted: chosen.length > 0 ? chosen : units,
    missing: isRerun ? failed.filter(({ key }) => !listed.has(key)) : [],
  };
}

/** Of each unit the last attempt; what is in quarantine now is not worth another run where more went wrong. */
async function failedUnits({ deps, tx }: Scene, source: ExecutionId): Promise<StoredUnit[]> {
  const quarantined = await deps.quarantine.listResults(tx, source, deps.clock.now());
  return chooseFailedUnits(withQuarantine(await deps.units.facts(tx, source), quarantined));
}

/** Nobody can run them, and nobody has seen them pass. */
async function recordMissing({ deps, tx, execution }: Scene, missing: readonly StoredUnit[]): Promise<void> {
  const units = missing.map(({ key, title }) => ({
    key,
    title,
    unitId: deps.ids.next<UnitId>(),
    estimatedMs: null,
  }));
  const { executionId, attempt } = execution;
  await deps.units.insert(tx, { executionId, attempt, units });
  const ends = units.map(({ unitId }) => ({ ...MISSING, unitId }));
  await deps.units.finish(tx, ends, deps.clock.now());
}

const MISSING: Omit<UnitEnd, 'unitId'> = {
  outcome: 'error',
  reason: 'unit-missing',
  message: 'It failed in the run whose failures are run again here, and it is listed no more.',
  unexplained: null,
  counts: NO_COUNTS,
  durationMs: 0,
  exitCode: null,
};

/** Of which execution only the failures are run. Null: all that is listed is. */
export function failedUnitsSource({
  attempt,
  executionId,
  definition,
  rerunOf,
  rerunOnly,
}: Execution): ExecutionId | null {
  if (attempt > 0 && definition.retries.scope === 'failed-units') return executionId;
  return rerunOf !== null && rerunOnly === 'failed' ? rerunOf : null;
}

async function estimate(
  { deps, tx, execution }: Scene,
  units: readonly PlannedUnit[],
): Promise<EstimatedUnit[]> {
  const keys = units.map((unit) => unit.key);
  const history = await deps.units.history(tx, execution.definitionId, keys);
  const estimates = new Map(estimateUnits(keys, history).map((unit) => [unit.key, unit.estimatedMs]));
  return units.map((unit) => ({
    ...unit,
    unitId: deps.ids.next<UnitId>(),
    estimatedMs: estimates.get(unit.key) ?? null,
  }));
}

async function enterRunning(scene: Scene, plan: Plan, groups: number): Promise<void> {
  const { deps, tx } = scene;
  if (scene.execution.status === 'scheduled')
    scene.execution = await moveExecution(deps, tx, scene.execution, 'pod-created');
  scene.execution = await moveExecution(deps, tx, scene.execution, 'initialized', {
    framework: plan.framework,
    setupChosen: plan.setup,
    countVerified: plan.countVerified,
    contentCommit: plan.commit ?? null,
    parallelism: groups,
    ...(scene.execution.startedAt ? {} : { startedAt: deps.clock.now() }),
  });
}

/** Those that were started beside the lead are there already. */
async function haveGroups(scene: Scene, wanted: number): Promise<void> {
  const { deps, tx, execution } = scene;
  const all = await deps.groups.listOf(tx, execution.executionId, execution.attempt);
  const alive = all.filter(isAlive);
  // Indices are never used again, those of lost groups neither.
  const next = Math.max(...all.map(({ index }) => index)) + 1;
  if (alive.length < wanted) await insertFollowers(scene, next, wanted - alive.length);
  else await endSurplus(scene, alive, alive.length - wanted);
}

async function insertFollowers(
  { deps, tx, execution, group }: Scene,
  first: number,
  count: number,
): Promise<void> {
  const followers = Array.from({ length: count }, (_, at) =>
    newGroup(deps, execution, { index: first + at, lead: false, place: besides(group) }),
  );
  await deps.groups.insert(tx, followers);
  await deps.sendWake(tx, { topic: 'groups', executionId: execution.executionId });
}

/** What has not begun is not begun any more: the last first. What runs finds nothing to claim, and finishes. */
async function endSurplus(
  { deps, tx, facts }: Scene,
  alive: readonly Group[],
  surplus: number,
): Promise<void> {
  const unneeded = alive.filter(({ status }) => status === 'starting').toReversed();
  for (const { groupId, index: groupIndex, nodeName, waiting } of unneeded.slice(0, surplus)) {
    await deps.groups.end(tx, groupId, { status: 'ended', why: UNNEEDED }, deps.clock.now());
    // Who was told of it is told that it is over.
    if (nodeName !== '' || waiting !== null)
      facts.push({ type: 'group-finished', data: { groupId, groupIndex, units: 0, counts: NO_COUNTS } });
  }
}

const UNNEEDED = 'there are fewer units than groups';

/**
 * Kept on the execution until the lead says finish, which ends the attempt. Where others prepare beside it they are
 * told to stop; in a cluster only the lead speaks for all, and only as long as nobody has listed the units.
 */
export async function failPreparation(
  scene: Scene,
  event: Extract<AgentEvent, { type: 'preparation-failed' }>,
): Promise<void> {
  const { deps, tx, execution, group } = scene;
  const inCluster = group.environmentId !== null;
  if (inCluster && !(group.lead && isPreparing(execution))) return;
  const patch = {
    failureReason: event.reason,
    failureMessage: event.message,
    exitCode: event.exitCode ?? null,
    ...(inCluster && (await hasOthers(scene)) ? { endingReason: 'failed' as const } : {}),
  };
  await deps.executions.patch(tx, execution.executionId, patch);
  if (patch.endingReason) await deps.sendWake(tx, { topic: 'ending', executionId: execution.executionId });
  scene.execution = { ...execution, ...patch };
}

async function hasOthers({ deps, tx, execution, group }: Scene): Promise<boolean> {
  const groups = await deps.groups.listOf(tx, execution.executionId, execution.attempt);
  return groups.some((one) => one.groupId !== group.groupId && isAlive(one));
}
