import type { Result } from '@gauntlet/core/kernel';
import { type CommandContext, connect, reportRefused } from '../command-context.ts';
import type { Connection } from '../connection/connection.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import type { Refused } from '../refused.ts';
import { findExecution } from './find-execution.ts';

/** Runs what needs a server; what it refuses is said and becomes the exit code. */
export async function withServer(
  context: CommandContext,
  work: (connection: Connection) => Promise<Result<ExitCode | undefined, Refused>>,
): Promise<ExitCode> {
  const connection = await connect(context);
  if (!connection.ok) return reportRefused(context, connection.error);
  const done = await work(connection.value);
  return done.ok ? (done.value ?? EXIT.passed) : reportRefused(context, done.error);
}

/** The same for one execution, named as a person names it. */
export function withExecution(
  context: CommandContext,
  typed: string,
  work: (connection: Connection, executionId: string) => Promise<Result<ExitCode | undefined, Refused>>,
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const id = await findExecution(connection, typed);
    return id.ok ? work(connection, id.value) : id;
  });
}
