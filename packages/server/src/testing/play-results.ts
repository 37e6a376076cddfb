/** An execution from its submission to the end of one attempt, told by what its tests come to. */
import type { AgentEventInput, Counts, ExecutionId, TestDefinitionInput } from '@gauntlet/contract';
import type { Stage } from './execution-stage.ts';

type PlayedStatus = 'passed' | 'failed' | 'error' | 'skipped' | 'retried';
/** By unit, then by test. `retried`: passed on a retry of the framework's own. */
export type PlayedUnits = Readonly<Record<string, Readonly<Record<string, PlayedStatus>>>>;
type UnitEnd = Partial<
  Pick<Extract<AgentEventInput, { type: 'unit-finished' }>, 'reason' | 'message' | 'unexplained'>
>;

export type Play = {
  units: PlayedUnits;
  definition?: Partial<TestDefinitionInput>;
  /** What a unit's end says besides its outcome. */
  ends?: Readonly<Record<string, UnitEnd>>;
};

/** Submits, runs the first attempt to its end, and brings the history up to date. */
export async function playExecution(stage: Stage, { definition = {}, ...play }: Play): Promise<ExecutionId> {
  const submitted = await stage.submit({ framework: 'vitest', commands: undefined, ...definition });
  if (!submitted.ok) throw new Error(submitted.error.message);
  const { executionId } = submitted.value;
  await playAttempt(stage, executionId, 0, play);
  return executionId;
}

export async function playAttempt(
  stage: Stage,
  executionId: ExecutionId,
  attempt: number,
  { units, ends = {} }: Omit<Play, 'definition'>,
): Promise<void> {
  await stage.schedule();
  await stage.launch();
  const [group] = await stage.groupsOf(executionId, attempt);
  if (!group) throw new Error(`attempt ${attempt} of ${executionId} has no group`);
  const agent = stage.play(group);
  await agent.hello();
  await agent.plan(Object.keys(units));
  const total: Counts = { total: 0, passed: 0, failed: 0, skipped: 0, flaky: 0 };
  let claimed = (await agent.claim()).units;
  let reported = 0;
  while (claimed.length > 0) {
    for (const { unitId, key } of claimed) {
      const { counts, events } = unitStory(unitId, units[key] ?? {}, ends[key] ?? {});
      await agent.say(...events);
      for (const name of Object.keys(total) as (keyof Counts)[]) total[name] += counts[name];
      reported += 1;
    }
    claimed = (await agent.claim()).units;
  }
  await agent.finish(reported, total);
  await stage.recordHistory();
}

function unitStory(unitId: string, tests: Readonly<Record<string, PlayedStatus>>, end: UnitEnd) {
  const statuses = Object.values(tests);
  const count = (...wanted: PlayedStatus[]) => statuses.filter((status) => wanted.includes(status)).length;
  const counts = {
    total: statuses.length,
    passed: count('passed', 'retried'),
    failed: count('failed', 'error'),
    skipped: count('skipped'),
    flaky: count('retried'),
  };
  const results = Object.entries(tests).map(([name, status]) => ({
    ...{ key: `${unitId}:${name}`, name, file: 'suite.test.js', durationMs: 10 },
    ...(status === 'retried' ? { status: 'passed' as const, flaky: true, retries: 1 } : { status }),
    ...(status === 'failed' || status === 'error' ? { message: `${name} is wrong` } : {}),
  }));
  const bad = count('failed', 'error') > 0;
  const outcome = bad ? (count('failed') > 0 ? 'failed' : 'error') : 'passed';
  const reason = bad ? ('tests-failed' as const) : undefined;
  const finished = {
    type: 'unit-finished',
    unitId,
    outcome,
    reason,
    counts,
    durationMs: 5,
    exitCode: null,
    ...end,
  } as const;
  const events: AgentEventInput[] = [{ type: 'results', unitId, results }, finished];
  return { counts, events };
}
