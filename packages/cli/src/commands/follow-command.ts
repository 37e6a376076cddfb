/** The common end of `run`, `rerun` and `show --follow`: follow, sum up, exit code. */
import type { CommandContext } from '../command-context.ts';
import { reportRefused } from '../command-context.ts';
import { EXIT, type ExitCode, exitCodeOf } from '../exit-code.ts';
import { type FollowRequest, followExecution } from '../follow/follow-execution.ts';

export async function followToExit(
  context: CommandContext,
  request: FollowRequest,
  onFlaky: 'pass' | 'fail' = 'pass',
): Promise<ExitCode> {
  const followed = await followExecution(request);
  if (!followed.ok) {
    request.view.close();
    return reportRefused(context, followed.error);
  }
  request.view.finish(followed.value.view, followed.value.links);
  return request.interrupted.aborted ? EXIT.interrupted : exitCodeOf(followed.value.view, onFlaky);
}
