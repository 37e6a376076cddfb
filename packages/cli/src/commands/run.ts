/** `gauntlet run`: definition, server, content, submission, following. Each step may refuse; then nothing is left running. */
import { randomUUID } from 'node:crypto';
import { SubmitAnswer, type TestDefinitionInput } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, projectOf, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import { enterProject } from '../connection/enter-project.ts';
import { findServer } from '../connection/find-server.ts';
import type { ContentlessDefinition } from '../definition/check-definition.ts';
import { findTarget } from '../definition/find-target.ts';
import { prepareDefinition } from '../definition/prepare-definition.ts';
import type { RunOptions } from '../definition/run-options.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { type Interrupts, watchInterrupts } from '../follow/interrupts.ts';
import { shortId } from '../follow/short-id.ts';
import type { FollowView } from '../follow/view.ts';
import { cannotRun, type Refused } from '../refused.ts';
import { chooseView } from './choose-view.ts';
import { followToExit } from './follow-command.ts';
import { sendContent } from './send-content.ts';

type Prepared = { folder: string; definition: ContentlessDefinition };
type Running = { connection: Connection; answer: SubmitAnswer };

const interrupted: Refused = {
  ...cannotRun('interrupted', 'Interrupted before anything was submitted.'),
  exitCode: EXIT.interrupted,
};

export async function prepareRun(
  context: CommandContext,
  paths: readonly string[],
  options: RunOptions,
): Promise<Result<Prepared, Refused>> {
  const [path, ...positional] = paths;
  const morePaths = [...positional, ...(options.path ?? [])];
  const target = await findTarget({ path, file: options.file, morePaths }, context.cwd);
  if (!target.ok) return target;
  const definition = await prepareDefinition(target.value, options, context.extraArgs, context);
  return definition.ok ? ok({ folder: target.value.folder, definition: definition.value }) : definition;
}

/** Not ended by an interrupt: only the answer tells which execution there is to cancel. */
function submitDefinition(
  connection: Connection,
  definition: TestDefinitionInput,
): Promise<Result<SubmitAnswer, Refused>> {
  const header = { 'idempotency-key': randomUUID() };
  return askApi(
    connection.address,
    (api) => api.POST('/api/v1/tests', { params: { header }, body: definition }),
    SubmitAnswer,
    { repeatable: true },
  );
}

async function submit(
  context: CommandContext,
  { folder, definition }: Prepared,
  options: RunOptions,
  way: { view: FollowView; signal: AbortSignal },
): Promise<Result<Running, Refused>> {
  const { view, signal } = way;
  const { server, profile, token, dataDir } = context.options;
  const where = { server, profile, token, dataDir, env: context.env, cwd: context.cwd };
  const found = await findServer({ ...where, whenNone: 'start', onProgress: view.doing, signal });
  const connection = found.ok ? await enterProject(found.value, projectOf(context, found.value)) : found;
  if (!connection.ok || signal.aborted) return connection.ok ? refuse(interrupted) : connection;
  const git = options.withGit ? 'include' : 'leave-out';
  const dependencies = options.clean ? 'install' : 'link';
  const content =
    definition.content === undefined
      ? await sendContent(context, { folder, git, dependencies, connection: connection.value, view, signal })
      : ok(definition.content);
  if (!content.ok || signal.aborted) return content.ok ? refuse(interrupted) : content;
  const answer = await submitDefinition(connection.value, { ...definition, content: content.value });
  return answer.ok ? ok({ connection: connection.value, answer: answer.value }) : answer;
}

function reportDetached(context: CommandContext, view: FollowView, { answer }: Running): ExitCode {
  view.close();
  if (context.options.json) {
    context.out.json({ type: 'submitted', ...answer }, 'line');
  } else {
    const follow = `gauntlet show --follow ${shortId(answer.executionId)}`;
    context.out.line(`Follow it with  ${context.out.paint.cyan(follow)}`);
  }
  return EXIT.passed;
}

/** From a checked definition to an exit code. */
export async function runPrepared(
  context: CommandContext,
  prepared: Prepared,
  options: RunOptions,
  interrupts: Interrupts,
): Promise<ExitCode> {
  const view = chooseView(context);
  const running = await submit(context, prepared, options, { view, signal: interrupts.first });
  if (!running.ok) {
    view.close();
    return reportRefused(context, interrupts.first.aborted ? interrupted : running.error);
  }
  const { connection, answer } = running.value;
  view.submitted({ ...answer, name: prepared.definition.name });
  if (!options.follow) return reportDetached(context, view, running.value);
  const follow = { connection, executionId: answer.executionId, view, interrupted: interrupts.first };
  return followToExit(context, { ...follow, onInterrupt: 'cancel' }, options.failOnFlaky ? 'fail' : 'pass');
}

export async function runCommand(
  context: CommandContext,
  paths: readonly string[],
  options: RunOptions,
): Promise<ExitCode> {
  const prepared = await prepareRun(context, paths, options);
  if (!prepared.ok) return reportRefused(context, prepared.error);
  const interrupts = watchInterrupts();
  try {
    return await runPrepared(context, prepared.value, options, interrupts);
  } finally {
    interrupts.stop();
  }
}
