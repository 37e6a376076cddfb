/** The listing made before the run: what must be seen to pass. Then the other groups start. */
import type { AgentEvent, ExecutionId, PlannedUnit, UnitId } from '@gauntlet/contract';
import { chooseFailedUnits, estimateUnits, remainingMs } from '@gauntlet/core/executions';
import type { Tx } from '../../kernel/tx.ts';
import { withQuarantine } from '../history/with-quarantine.ts';
import { moveExecution } from '../move-execution.ts';
import type { EstimatedUnit } from '../ports.ts';
import { besides, newGroup } from './new-group.ts';
import type { Scene } from './scene.ts';

type Plan = Extract<AgentEvent, { type: 'plan' }>;

export async function recordPlan(scene: Scene, plan: Plan): Promise<void> {
  if (!scene.group.lead || !isPreparing(scene)) return;
  const { deps, tx } = scene;
  const wanted = await chooseUnits(scene, plan.units);
  const units = await estimate(scene, wanted);
  const { executionId, attempt, definition } = scene.execution;
  await deps.units.insert(tx, { executionId, attempt, units });
  const groups = Math.max(1, Math.min(definition.parallelism, units.length));
  await enterRunning(scene, plan, groups);
  await insertFollowers(scene, groups);
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

/** Once is enough: told again, it changes nothing, however far the execution has come since. */
const isPreparing = ({ execution: { status } }: Scene) => status === 'scheduled' || status === 'initializing';

/** A retry or a rerun of failures takes only those; if none of them is listed any more, everything. */
async function chooseUnits(
  { deps, tx, execution }: Scene,
  units: readonly PlannedUnit[],
): Promise<readonly PlannedUnit[]> {
  const source = failedUnitsSource(execution);
  if (source === null) return units;
  const failed = new Set(await failedKeys(deps, tx, source));
  const chosen = units.filter((unit) => failed.has(unit.key));
  return chosen.length > 0 ? chosen : units;
}

/** Of each unit the last attempt; what is in quarantine now is not worth another run where more went wrong. */
async function failedKeys(deps: Scene['deps'], tx: Tx, source: ExecutionId): Promise<string[]> {
  const quarantined = await deps.quarantine.listResults(tx, source, deps.clock.now());
  const units = withQuarantine(await deps.units.facts(tx, source), quarantined);
  return chooseFailedUnits(units).map(({ key }) => key);
}

function failedUnitsSource({ attempt, executionId, definition, rerunOf, rerunOnly }: Scene['execution']) {
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

async function insertFollowers({ deps, tx, execution, group }: Scene, groups: number): Promise<void> {
  if (groups < 2) return;
  // A lead that was replaced has an index of its own: followers come after the highest.
  const first = group.index + 1;
  const followers = Array.from({ length: groups - 1 }, (_, at) =>
    newGroup(deps, execution, { index: first + at, lead: false, place: besides(group) }),
  );
  await deps.groups.insert(tx, followers);
  await deps.sendWake(tx, { topic: 'groups', executionId: execution.executionId });
}

/** Kept on the execution until the lead says finish, which ends the attempt. */
export async function failPreparation(
  scene: Scene,
  event: Extract<AgentEvent, { type: 'preparation-failed' }>,
): Promise<void> {
  const { deps, tx, execution } = scene;
  const patch = {
    failureReason: event.reason,
    failureMessage: event.message,
    exitCode: event.exitCode ?? null,
  };
  await deps.executions.patch(tx, execution.executionId, patch);
  scene.execution = { ...execution, ...patch };
}
