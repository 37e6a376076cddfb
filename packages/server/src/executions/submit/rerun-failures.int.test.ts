/** A rerun of failures is about what failed: what is not there any more was not seen to pass. */
import type { ExecutionId } from '@gauntlet/contract';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createStage, type Stage } from '../../testing/execution-stage.ts';
import { type Play, playAttempt, playExecution } from '../../testing/play-results.ts';
import { rerunExecution } from './rerun-execution.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await createStage();
});
afterAll(() => stage.close());

async function rerunFailuresOf(executionId: ExecutionId, units: Play['units']): Promise<ExecutionId> {
  const order = { actor: stage.actor, executionId, only: 'failed', idempotencyKey: null } as const;
  const submitted = await rerunExecution(stage, order);
  if (!submitted.ok) throw new Error(submitted.error.message);
  await playAttempt(stage, submitted.value.executionId, 0, { units });
  return submitted.value.executionId;
}

const outcomeOf = (executionId: ExecutionId) =>
  stage.database
    .selectFrom('test_executions')
    .select(['verdict', 'failure_reason', 'failure_message'])
    .where('execution_id', '=', executionId)
    .executeTakeFirstOrThrow();

it('passes when all that failed has passed', async () => {
  const failed = await playExecution(stage, {
    units: { a: { one: 'failed' }, b: { two: 'failed' }, c: { three: 'passed' } },
    definition: { name: 'mended' },
  });
  const rerun = await rerunFailuresOf(failed, { a: { one: 'passed' }, b: { two: 'passed' } });
  expect(await outcomeOf(rerun)).toMatchObject({ verdict: 'passed', failure_reason: null });
});

it.each([
  ['one of them is listed no more', { b: { two: 'passed' }, c: { three: 'passed' } }],
  ['none of them is, and all the others pass', { c: { three: 'passed' } }],
] as const)('is never green when %s', async (when, units) => {
  const failed = await playExecution(stage, {
    units: { a: { one: 'failed' }, b: { two: 'failed' }, c: { three: 'passed' } },
    definition: { name: `gone: ${when}` },
  });
  expect(await outcomeOf(await rerunFailuresOf(failed, units))).toEqual({
    verdict: 'failed',
    failure_reason: 'unit-missing',
    failure_message: expect.stringMatching(/^[ab]: It failed in the run .* listed no more\.$/),
  });
});
