import { type CommandContext, reportRefused } from '../command-context.ts';
import { runForegroundServer } from '../connection/foreground-server.ts';
import { serverProgram } from '../connection/server-program.ts';
import { cannotRun } from '../refused.ts';

/** The exit code is the server program's own. */
export async function migrateCommand(context: CommandContext): Promise<number> {
  const program = serverProgram(context.env);
  if (program === null)
    return reportRefused(context, cannotRun('no-server', 'This copy of gauntlet has no server in it.'));
  return runForegroundServer(program, ['migrate'], context.env);
}
