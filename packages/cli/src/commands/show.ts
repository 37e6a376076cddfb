import { type ExecutionView, ResultList, type ResultSummary } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { EXIT } from '../exit-code.ts';
import { failureLines } from '../follow/failure-lines.ts';
import { fetchExecution, linksOf } from '../follow/follow-execution.ts';
import { watchInterrupts } from '../follow/interrupts.ts';
import { lookOf } from '../follow/look.ts';
import { countText } from '../terminal/amounts.ts';
import { causeLines, fetchCauses } from './cause-lines.ts';
import { chooseView } from './choose-view.ts';
import { followToExit } from './follow-command.ts';
import { showLines } from './show-lines.ts';
import { withExecution } from './with-server.ts';

const SHOWN_FAILURES = 10;

async function followIt(context: CommandContext, connection: Connection, execution: ExecutionView) {
  const interrupts = watchInterrupts();
  const view = chooseView(context);
  view.submitted({ ...execution, executionId: execution.executionId });
  const follow = { connection, executionId: execution.executionId, view, interrupted: interrupts.first };
  const exitCode = await followToExit(context, { ...follow, onInterrupt: 'leave' });
  interrupts.stop();
  return exitCode;
}

async function fetchFailures(connection: Connection, id: string) {
  const query = { status: 'failed,error', limit: SHOWN_FAILURES };
  return askApi(
    connection.address,
    (api) => api.GET('/api/v1/executions/{id}/results', { params: { path: { id }, query } }),
    ResultList,
  );
}

function printFailures(context: CommandContext, failures: readonly ResultSummary[], total: number): void {
  const look = lookOf(context.out);
  for (const failure of failures) {
    const { name, suite, file, line, message } = failure;
    const summary = {
      name,
      suite,
      status: failure.status === 'error' ? ('error' as const) : ('failed' as const),
      ...(file === null ? {} : { file }),
      ...(line === null ? {} : { line }),
      ...(message === null ? {} : { message }),
    };
    for (const shown of ['', ...failureLines(summary, look)]) context.out.line(shown);
  }
  if (total > failures.length) {
    context.out.line(look.paint.dim(`\n  and ${countText(total - failures.length, 'further failure')}`));
  }
}

export function showCommand(context: CommandContext, typed: string, options: { follow?: boolean }) {
  return withExecution(context, typed, async (connection, id) => {
    const execution = await fetchExecution(connection, id);
    if (!execution.ok) return execution;
    if (options.follow) return ok(await followIt(context, connection, execution.value));
    const causes = await fetchCauses(connection, execution.value);
    if (!causes.ok) return causes;
    if (context.options.json) {
      context.out.json({ ...execution.value, failureCauses: causes.value.items });
      return ok(EXIT.passed);
    }
    const failures = execution.value.counts.failed > 0 ? await fetchFailures(connection, id) : null;
    if (failures !== null && !failures.ok) return failures;
    const links = await linksOf(connection, execution.value);
    const lines = showLines(execution.value, links, lookOf(context.out), momentStyle(context));
    for (const line of lines.head) context.out.line(line);
    for (const line of causeLines(causes.value, lookOf(context.out), momentStyle(context)))
      context.out.line(line);
    if (failures !== null) printFailures(context, failures.value.items, execution.value.counts.failed);
    for (const line of lines.tail) context.out.line(line);
    return ok(EXIT.passed);
  });
}
