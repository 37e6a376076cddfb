import { ResultList, type ResultSummary, ResultView } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import { failureTitle, placeText } from '../follow/failure-lines.ts';
import { lookOf } from '../follow/look.ts';
import { shortId } from '../follow/short-id.ts';
import type { ResultOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { durationText } from '../terminal/amounts.ts';
import type { Column } from '../terminal/table.ts';
import { matchesId } from './find-execution.ts';
import { printPage } from './print-page.ts';
import { resultLines } from './result-lines.ts';
import { withExecution } from './with-server.ts';

const COLOUR = { passed: 'green', failed: 'red', error: 'red', skipped: 'yellow' } as const;

function columnsFor(context: CommandContext): Column<ResultSummary>[] {
  const { paint, symbols } = context.out;
  const stateOf = (row: ResultSummary) => (row.flaky ? 'flaky' : row.status);
  return [
    { title: 'id', text: (row) => shortId(row.resultId), value: (row) => row.resultId, paint: paint.cyan },
    {
      title: 'state',
      text: stateOf,
      paint: (text, row) => (row.flaky ? paint.yellow(text) : paint[COLOUR[row.status]](text)),
    },
    { title: 'test', text: (row) => failureTitle(row, symbols.within), cut: 'end' },
    {
      title: 'took',
      align: 'right',
      text: (row) => durationText(row.durationMs),
      value: (row) => String(row.durationMs),
      paint: paint.dim,
    },
    { title: 'where', text: (row) => placeText(row) ?? '', paint: paint.dim, cut: 'start' },
  ];
}

function fetchPage(connection: Connection, id: string, options: ResultOptions) {
  const { status, search, attempt, limit, cursor } = options;
  const zeroBased = attempt === undefined ? undefined : attempt - 1;
  const query = { status: status?.join(), search, attempt: zeroBased, limit, cursor };
  return askApi(
    connection.address,
    (api) => api.GET('/api/v1/executions/{id}/results', { params: { path: { id }, query } }),
    ResultList,
  );
}

/** A result by its whole id, or by an end of it among the results listed. */
async function findResult(
  connection: Connection,
  executionId: string,
  typed: string,
  options: ResultOptions,
): Promise<Result<string, Refused>> {
  const wanted = typed.toLowerCase();
  if (wanted.length === 36) return ok(wanted);
  let cursor: string | undefined;
  const found: string[] = [];
  do {
    const page = await fetchPage(connection, executionId, {
      ...options,
      limit: 500,
      ...(cursor === undefined ? {} : { cursor }),
    });
    if (!page.ok) return page;
    found.push(...page.value.items.map((item) => item.resultId).filter((id) => matchesId(wanted, id)));
    cursor = page.value.nextCursor ?? undefined;
  } while (cursor !== undefined && found.length === 0);
  const [first, second] = found;
  if (first !== undefined && second === undefined) return ok(first);
  const why =
    first === undefined
      ? `There is no result ${typed} in this execution.`
      : `${typed} may be one of several results.`;
  return refuse(usageRefused(why, '`gauntlet results` shows the results and their ids.'));
}

async function showResult(
  context: CommandContext,
  connection: Connection,
  id: string,
  resultId: string,
): Promise<Result<undefined, Refused>> {
  const result = await askApi(
    connection.address,
    (api) => api.GET('/api/v1/executions/{id}/results/{resultId}', { params: { path: { id, resultId } } }),
    ResultView,
  );
  if (!result.ok) return result;
  if (context.options.json) context.out.json(result.value);
  else for (const line of resultLines(result.value, lookOf(context.out))) context.out.line(line);
  return ok(undefined);
}

export function resultsCommand(
  context: CommandContext,
  typed: string,
  result: string | undefined,
  options: ResultOptions,
): Promise<ExitCode> {
  return withExecution(context, typed, async (connection, executionId) => {
    if (result !== undefined) {
      const resultId = await findResult(connection, executionId, result, options);
      return resultId.ok ? showResult(context, connection, executionId, resultId.value) : resultId;
    }
    const page = await fetchPage(connection, executionId, options);
    if (!page.ok) return page;
    printPage(context, {
      ...page.value,
      columns: columnsFor(context),
      empty: ['There is no such result. `gauntlet show` tells how far the execution is.'],
      next: `gauntlet results ${shortId(executionId)}`,
    });
    return ok(undefined);
  });
}
