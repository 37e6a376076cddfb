import { randomUUID } from 'node:crypto';
import { SubmitAnswer } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import { fetchExecution } from '../follow/follow-execution.ts';
import { type Interrupts, watchInterrupts } from '../follow/interrupts.ts';
import { shortId } from '../follow/short-id.ts';
import type { Refused } from '../refused.ts';
import { chooseView } from './choose-view.ts';
import { followToExit } from './follow-command.ts';
import { withExecution } from './with-server.ts';

type RerunOptions = { failed?: boolean; follow: boolean; failOnFlaky?: boolean };

function submitRerun(connection: Connection, id: string, only: 'failed' | 'all') {
  const params = { path: { id }, header: { 'idempotency-key': randomUUID() } };
  return askApi(
    connection.address,
    (api) => api.POST('/api/v1/executions/{id}/rerun', { params, body: { only } }),
    SubmitAnswer,
    { repeatable: true },
  );
}

function reportSubmitted(context: CommandContext, answer: SubmitAnswer): void {
  if (context.options.json) {
    context.out.json({ type: 'submitted', ...answer }, 'line');
    return;
  }
  const follow = `gauntlet show --follow ${shortId(answer.executionId)}`;
  context.out.line(`Submitted as ${answer.executionId}. Follow it with: ${follow}`);
}

async function rerun(
  context: CommandContext,
  connection: Connection,
  id: string,
  options: RerunOptions & { interrupts: Interrupts },
): Promise<Result<ExitCode | undefined, Refused>> {
  const before = await fetchExecution(connection, id);
  if (!before.ok) return before;
  const answer = await submitRerun(connection, id, options.failed ? 'failed' : 'all');
  if (!answer.ok) return answer;
  if (!options.follow) {
    reportSubmitted(context, answer.value);
    return ok(undefined);
  }
  const { executionId } = answer.value;
  const view = chooseView(context);
  view.submitted({ ...answer.value, name: before.value.name });
  const follow = {
    connection,
    executionId,
    view,
    interrupted: options.interrupts.first,
    onInterrupt: 'cancel',
  } as const;
  return ok(await followToExit(context, follow, options.failOnFlaky ? 'fail' : 'pass'));
}

export function rerunCommand(
  context: CommandContext,
  typed: string,
  options: RerunOptions,
): Promise<ExitCode> {
  return withExecution(context, typed, async (connection, id) => {
    // From before the submission on: an interrupt in the middle of it must not leave a run behind.
    const interrupts = watchInterrupts();
    try {
      return await rerun(context, connection, id, { ...options, interrupts });
    } finally {
      interrupts.stop();
    }
  });
}
