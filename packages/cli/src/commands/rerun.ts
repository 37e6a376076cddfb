import { randomUUID } from 'node:crypto';
import { SubmitAnswer } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import { fetchExecution } from '../follow/follow-execution.ts';
import { watchInterrupts } from '../follow/interrupts.ts';
import { shortId } from '../follow/short-id.ts';
import { chooseView } from './choose-view.ts';
import { followToExit } from './follow-command.ts';
import { withExecution } from './with-server.ts';

export function rerunCommand(
  context: CommandContext,
  typed: string,
  options: { failed?: boolean; follow: boolean; failOnFlaky?: boolean },
) {
  return withExecution(context, typed, async (connection, id) => {
    const before = await fetchExecution(connection, id);
    if (!before.ok) return before;
    const call = {
      method: 'POST',
      path: `/api/v1/executions/${id}/rerun`,
      body: { only: options.failed ? 'failed' : 'all' },
      headers: { 'idempotency-key': randomUUID() },
      repeatable: true,
    } as const;
    const answer = await askApi(connection.address, call, SubmitAnswer);
    if (!answer.ok) return answer;
    const { executionId } = answer.value;
    if (!options.follow) {
      if (context.options.json) context.out.json({ type: 'submitted', ...answer.value }, 'line');
      else
        context.out.line(
          `Submitted as ${executionId}. Follow it with: gauntlet show --follow ${shortId(executionId)}`,
        );
      return ok(undefined);
    }
    const interrupts = watchInterrupts();
    const view = chooseView(context);
    view.submitted({ ...answer.value, name: before.value.name });
    const follow = {
      connection,
      executionId,
      view,
      interrupted: interrupts.first,
      onInterrupt: 'cancel',
    } as const;
    const exitCode = await followToExit(context, follow, options.failOnFlaky ? 'fail' : 'pass');
    interrupts.stop();
    return ok(exitCode);
  });
}
