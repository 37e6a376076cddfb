/** `gauntlet logs`: what the tests printed, as it was printed; on a terminal without what could command it. */
import { setTimeout as pause } from 'node:timers/promises';
import { LogChunks } from '@gauntlet/contract';
import { ok, type Result } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import { fetchExecution } from '../follow/follow-execution.ts';
import type { LogOptions } from '../program/option-types.ts';
import type { Refused, RefusedCode } from '../refused.ts';
import { createLogPrinter, type LogPrinter } from './log-printer.ts';
import { withExecution } from './with-server.ts';

const WAIT_SECONDS = 20;
/** A server that restarts is waited for, some minutes at most. */
const AFTER_LOSS_MS = 1_000;
const MOST_LOST = 180;
const GONE_FOR_NOW: ReadonlySet<RefusedCode> = new Set<RefusedCode>(['server-unreachable', 'unavailable']);

type LogRequest = {
  connection: Connection;
  executionId: string;
  options: LogOptions;
  cursor: string | undefined;
};

function nextChunks({
  connection,
  executionId: id,
  options,
  cursor,
}: LogRequest): Promise<Result<LogChunks, Refused>> {
  const query = {
    group: options.group === undefined ? undefined : options.group - 1,
    stream: options.stream,
    cursor,
    waitSeconds: options.follow ? WAIT_SECONDS : 0,
  };
  return askApi(
    connection.address,
    (api) => api.GET('/api/v1/executions/{id}/log-chunks', { params: { path: { id }, query } }),
    LogChunks,
  );
}

async function printChunks(
  context: CommandContext,
  request: LogRequest,
  printer: LogPrinter,
): Promise<Result<undefined, Refused>> {
  let cursor = request.cursor;
  let lostFor = 0;
  while (!context.out.gone.aborted) {
    const chunks = await nextChunks({ ...request, cursor });
    if (!chunks.ok) {
      lostFor += 1;
      if (!request.options.follow || !GONE_FOR_NOW.has(chunks.error.code) || lostFor > MOST_LOST)
        return chunks;
      await pause(AFTER_LOSS_MS);
      await request.connection.renew(lostFor * AFTER_LOSS_MS);
      continue;
    }
    lostFor = 0;
    for (const chunk of chunks.value.chunks) printer.add(chunk);
    cursor = chunks.value.cursor;
    const nothingMore = chunks.value.chunks.length === 0 && !request.options.follow;
    if (chunks.value.complete || nothingMore) break;
  }
  printer.end();
  return ok(undefined);
}

export function logsCommand(context: CommandContext, typed: string, options: LogOptions): Promise<ExitCode> {
  return withExecution(context, typed, async (connection, executionId) => {
    const execution = await fetchExecution(connection, executionId);
    if (!execution.ok) return execution;
    const printer = createLogPrinter(context, {
      groups: options.group === undefined && execution.value.parallelism > 1 ? 'named' : 'unnamed',
    });
    const printed = await printChunks(
      context,
      { connection, executionId, options, cursor: undefined },
      printer,
    );
    if (!printed.ok) return printed;
    if (!printer.printedAny() && !context.options.json) {
      context.err.line(context.err.paint.dim('Nothing was printed.'));
    }
    return ok(undefined);
  });
}
