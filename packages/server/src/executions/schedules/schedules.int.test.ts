/** Schedules over a real PostgreSQL: each time is run once, whoever dies, and in the name of who may. */
import type { ExecutionId, ScheduleId, ScheduleRequest } from '@gauntlet/contract';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createPostgresScheduleReader } from '../../adapters/postgres/views/schedule-reader.ts';
import { createStage, type Stage } from '../../testing/execution-stage.ts';
import {
  createSchedule,
  decideNext,
  type RunSchedulesDeps,
  runSchedules,
  setScheduleStatus,
  submitFirst,
} from '../index.ts';

let stage: Stage;
let definitionId: ScheduleRequest['definitionId'];
beforeAll(async () => {
  stage = await createStage();
  const submitted = await stage.submit();
  if (!submitted.ok) throw new Error(submitted.error.message);
  const execution = await stage.executions.find(submitted.value.executionId);
  if (!execution) throw new Error('it is gone');
  definitionId = execution.definitionId;
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.database.deleteFrom('schedules').execute();
  await stage.database.deleteFrom('test_executions').execute();
});

const made = async (part: Partial<ScheduleRequest> = {}): Promise<ScheduleId> => {
  const request = {
    ...{ definitionId, cron: '*/10 * * * *', timeZone: 'UTC' },
    ...({ missed: 'run-once', missedLimit: 10, overlap: 'queue', ...part } as const),
  };
  const scheduleId = await createSchedule(stage, stage.actor, request);
  if (!scheduleId.ok) throw new Error(scheduleId.error.message);
  return scheduleId.value;
};
const show = async (scheduleId: ScheduleId) => {
  const found = await createPostgresScheduleReader(stage.database).show(stage.actor, scheduleId);
  if (!found) throw new Error('there is none');
  return found;
};
const run = async (deps: RunSchedulesDeps = stage) => {
  while ((await runSchedules(deps)) === 'more');
};
const executions = () =>
  stage.database
    .selectFrom('test_executions')
    .select(['execution_id', 'idempotency_key', 'submitted_by'])
    .orderBy('submitted_at')
    .execute();
/** To a second after the next time of the schedule, and so many minutes more. */
const pass = async (scheduleId: ScheduleId, minutes = 0) => {
  const { nextRunAt } = await show(scheduleId);
  const left = Date.parse(nextRunAt ?? '') - stage.clock.now().getTime();
  stage.clock.moveBy(left / 1000 + 1 + minutes * 60);
};
const end = (executionId: ExecutionId | null) =>
  stage.database
    .updateTable('test_executions')
    .set({ status: 'archived', verdict: 'passed' })
    .where('execution_id', '=', executionId ?? '')
    .execute();

describe('a schedule', () => {
  it('runs at its time and not before, and says what came of it', async () => {
    const scheduleId = await made();
    await run();
    expect(await executions()).toEqual([]);
    const { nextRunAt } = await show(scheduleId);
    await pass(scheduleId);
    await run();
    const [only, ...rest] = await executions();
    expect([only?.submitted_by, rest]).toEqual([stage.actor.userId, []]);
    const shown = await show(scheduleId);
    expect(shown).toMatchObject({
      lastOutcome: 'submitted',
      lastRunAt: nextRunAt,
      lastExecutionId: only?.execution_id,
    });
    expect(Date.parse(shown.nextRunAt ?? '') - Date.parse(nextRunAt ?? '')).toBe(600_000);
    await run();
    expect(await executions()).toHaveLength(1);
  });

  it('runs once however many servers there are', async () => {
    const ids = await Promise.all([made(), made(), made()]);
    await pass(ids[0] as ScheduleId);
    await Promise.all(Array.from({ length: 6 }, () => run()));
    const keys = (await executions()).map((row) => row.idempotency_key);
    expect([keys.length, new Set(keys).size]).toEqual([3, 3]);
  });

  it('runs once when a server dies after any step', async () => {
    const scheduleId = await made();
    await pass(scheduleId);
    const dying = async () => {
      throw new Error('killed');
    };
    // While it is decided: nothing is written down.
    const schedules = { ...stage.schedules, decide: dying };
    await expect(run({ ...stage, schedules })).rejects.toThrow('killed');
    expect(await executions()).toEqual([]);
    // After it was decided, and before it is submitted.
    expect(await decideNext(stage)).toBe(true);
    // After it was submitted, and before it was crossed out.
    const [pending] = await stage.schedules.listPending(1);
    if (!pending) throw new Error('nothing is pending');
    const settling = { ...stage.schedules, settle: dying };
    await expect(submitFirst({ ...stage, schedules: settling }, pending)).rejects.toThrow('killed');
    expect(await executions()).toHaveLength(1);
    // The next server, and one that looked before.
    await run();
    await submitFirst(stage, pending);
    expect(await executions()).toHaveLength(1);
    expect(await show(scheduleId)).toMatchObject({ lastOutcome: 'submitted' });
    expect(await stage.schedules.listPending(1)).toEqual([]);
  });

  it('stays as it is while the clock goes back', async () => {
    const scheduleId = await made();
    await pass(scheduleId);
    await run();
    stage.clock.moveBy(-900);
    await run();
    stage.clock.moveBy(900);
    await run();
    expect(await executions()).toHaveLength(1);
  });
});

describe('times that were missed', () => {
  it.each([
    ['skip', 0, 'skipped-missed'],
    ['run-once', 1, 'submitted'],
    ['run-all', 3, 'submitted'],
  ] as const)('%s: of seven, %d are run', async (missed, count, outcome) => {
    const scheduleId = await made({ missed, missedLimit: 3 });
    await pass(scheduleId, 67);
    await run();
    expect(await executions()).toHaveLength(count);
    expect(await show(scheduleId)).toMatchObject({ lastOutcome: outcome });
    await pass(scheduleId);
    await run();
    expect(await executions()).toHaveLength(count + 1);
  });
});

describe('a run that goes on', () => {
  it('keeps the next from being run, or does not, as the schedule says', async () => {
    const [skipping, queueing] = [await made({ overlap: 'skip' }), await made({ overlap: 'queue' })];
    await pass(skipping);
    await run();
    await pass(skipping);
    await run();
    expect(await executions()).toHaveLength(3);
    expect(await show(skipping)).toMatchObject({ lastOutcome: 'skipped-overlap' });
    expect(await show(queueing)).toMatchObject({ lastOutcome: 'submitted' });
    await end((await show(skipping)).lastExecutionId);
    await pass(skipping);
    await run();
    expect(await show(skipping)).toMatchObject({ lastOutcome: 'submitted' });
  });
});

describe('whoever made it', () => {
  const roles = (given: readonly string[]) =>
    stage.database
      .updateTable('users')
      .set({ roles: JSON.stringify(given) })
      .where('user_id', '=', stage.actor.userId)
      .execute();

  it('is asked for their rights at each run: without them it pauses, and says why', async () => {
    const scheduleId = await made();
    await roles(['viewer']);
    await pass(scheduleId);
    await run();
    expect(await executions()).toEqual([]);
    expect(await show(scheduleId)).toMatchObject({
      status: 'paused',
      nextRunAt: null,
      pausedReason: expect.stringContaining('may not submit'),
    });
    await roles(['admin']);
    expect((await setScheduleStatus(stage, stage.actor, scheduleId, 'enabled')).ok).toBe(true);
    await pass(scheduleId);
    await run();
    expect(await executions()).toHaveLength(1);
  });

  it('is told of what cannot be: an expression, a zone, a day that never comes', async () => {
    const refused = async (part: Partial<ScheduleRequest>) =>
      made(part).then(
        () => 'made',
        (error: Error) => error.message,
      );
    expect(await refused({ cron: '* * * * * *' })).toContain('no cron expression');
    expect(await refused({ cron: '61 * * * *' })).toContain('no cron expression');
    expect(await refused({ timeZone: 'Mars/Olympus' })).toContain('no time zone');
    expect(await refused({ cron: '0 0 31 2 *' })).toContain('never comes');
  });
});
