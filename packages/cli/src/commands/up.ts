import { type CommandContext, reportRefused } from '../command-context.ts';
import { makeRoom } from '../connection/background-server.ts';
import { dataDirectory, thisHost } from '../connection/data-directory.ts';
import { runForegroundServer } from '../connection/foreground-server.ts';
import { serverProgram } from '../connection/server-program.ts';
import { serverArguments } from '../connection/start-server.ts';
import type { UpOptions } from '../program/option-types.ts';
import { cannotRun } from '../refused.ts';

/** The exit code is the server's own. */
export async function upCommand(context: CommandContext, options: UpOptions): Promise<number> {
  const program = serverProgram(context.env);
  if (program === null)
    return reportRefused(context, cannotRun('no-server', 'This copy of gauntlet has no server in it.'));
  const dataDir = dataDirectory(context.options.dataDir, context.env, thisHost(), context.cwd);
  const running = await makeRoom(dataDir);
  if (running !== null) {
    const message = `A server for ${dataDir} is running already: ${running.url} (process ${running.pid}).`;
    return reportRefused(
      context,
      cannotRun('already-exists', message, 'Use that one, or choose another folder by --data-dir.'),
    );
  }
  const { idleExitSeconds = null, logLevel, port, host, roles } = options;
  const args = serverArguments({
    dataDir,
    idleExitSeconds,
    ...(port === undefined ? {} : { port }),
    ...(host === undefined ? {} : { host }),
  });
  return runForegroundServer(
    program,
    [
      ...args,
      ...(logLevel === undefined ? [] : ['--log-level', logLevel]),
      ...(roles === undefined ? [] : ['--roles', roles]),
    ],
    context.env,
  );
}
