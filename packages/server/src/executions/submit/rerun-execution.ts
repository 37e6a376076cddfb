/** The same again: what an execution ran, as a new execution, whole or its failures only. */
import type { ExecutionId, TestDefinition } from '@gauntlet/contract';
import { type Result, refuse } from '@gauntlet/core/kernel';
import { type Actor, shows } from '../../identity/index.ts';
import { openTo } from './effective-definition.ts';
import { type SubmitDeps, type SubmitRefusal, type Submitted, submitTest } from './submit-test.ts';

export type RerunCommand = {
  actor: Actor;
  executionId: ExecutionId;
  only: 'all' | 'failed';
  idempotencyKey: string | null;
};

export async function rerunExecution(
  deps: SubmitDeps,
  { actor, executionId, only, idempotencyKey }: RerunCommand,
): Promise<Result<Submitted, SubmitRefusal>> {
  const earlier = await deps.executions.find(executionId);
  if (!earlier || !shows(actor, earlier))
    return refuse({ code: 'not-found', message: `There is no execution ${executionId} in your team.` });
  return submitTest(deps, {
    actor,
    request: {
      kind: 'stored',
      definitionId: earlier.definitionId,
      overrides: everyPartOf(openTo(actor, earlier.definition)),
    },
    idempotencyKey,
    rerunOf: { executionId, only },
  });
}

/** Named or not, each part is taken from what ran, not from what the definition has become since. */
function everyPartOf({ name: _name, type: _type, ...parts }: TestDefinition) {
  const optional = {
    framework: undefined,
    commands: undefined,
    image: undefined,
    environmentName: undefined,
  };
  return { ...optional, ...parts, timeouts: { unitSeconds: undefined, ...parts.timeouts } };
}
