/** What people say of a cause. */
import type { GauntletClient } from '@gauntlet/client';
import { CauseComment, FailureCauseView } from '@gauntlet/contract';
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import { type CommandContext, momentStyle } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { Connection } from '../connection/connection.ts';
import type { ExitCode } from '../exit-code.ts';
import type { TriageOptions } from '../program/option-types.ts';
import { type Refused, usageRefused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';
import { causeNotes } from './cause-text.ts';
import { findCause } from './find-cause.ts';
import { withServer } from './with-server.ts';

type Work = (connection: Connection, id: string) => Promise<Result<undefined, Refused>>;
type CauseAnswer = typeof FailureCauseView._zod.input;

const withCause = (context: CommandContext, typed: string, work: Work): Promise<ExitCode> =>
  withServer(context, async (connection) => {
    const id = await findCause(connection, typed);
    return id.ok ? work(connection, id.value) : id;
  });

async function change(
  context: CommandContext,
  connection: Connection,
  call: (api: GauntletClient) => Promise<{ data: CauseAnswer }>,
  said: (cause: FailureCauseView) => string,
): Promise<Result<undefined, Refused>> {
  const changed = await askApi(connection.address, call, FailureCauseView);
  if (!changed.ok) return changed;
  if (context.options.json) context.out.json(changed.value);
  else context.out.line(said(changed.value));
  return ok(undefined);
}

export function failureTriageCommand(
  context: CommandContext,
  typed: string,
  { status, until, owner, link, title }: TriageOptions,
): Promise<ExitCode> {
  const orNull = (text: string | false | undefined) => (text === false ? null : text);
  // A date alone says what it is.
  const known = until === undefined ? {} : { status: 'known-issue' as const, knownUntil: until };
  const body = {
    ...known,
    ...(status === undefined ? {} : { status }),
    ...(owner === undefined ? {} : { owner: orNull(owner) }),
    ...(link === undefined ? {} : { link: orNull(link) }),
    ...(title === undefined ? {} : { title: orNull(title) }),
  };
  return withCause(context, typed, async (connection, id) => {
    if (Object.keys(body).length === 0)
      return refuse(
        usageRefused('Nothing to change is named.', '`gauntlet failures triage --help` has examples.'),
      );
    const init = { params: { path: { id } }, body };
    return change(
      context,
      connection,
      (api) => api.PATCH('/api/v1/failure-causes/{id}', init),
      (cause) => `${printable(cause.title)}: ${causeNotes(cause, momentStyle(context)) || 'open'}`,
    );
  });
}

export const failureCommentCommand = (context: CommandContext, typed: string, body: string) =>
  withCause(context, typed, async (connection, id) => {
    const init = { params: { path: { id } }, body: { body } };
    const made = await askApi(
      connection.address,
      (api) => api.POST('/api/v1/failure-causes/{id}/comments', init),
      CauseComment,
    );
    if (!made.ok) return made;
    if (context.options.json) context.out.json(made.value);
    else context.out.line('The comment is stored.');
    return ok(undefined);
  });

export const failureMergeCommand = (context: CommandContext, typed: string, typedInto: string) =>
  withCause(context, typed, async (connection, id) => {
    const into = await findCause(connection, typedInto);
    if (!into.ok) return into;
    const init = { params: { path: { id } }, body: { failureCauseId: into.value } };
    return change(
      context,
      connection,
      (api) => api.POST('/api/v1/failure-causes/{id}/merge', init),
      ({ title }) => `It is shown as ${printable(title)} from now on.`,
    );
  });

export const failureUnmergeCommand = (context: CommandContext, typed: string) =>
  withCause(context, typed, (connection, id) =>
    change(
      context,
      connection,
      (api) => api.POST('/api/v1/failure-causes/{id}/unmerge', { params: { path: { id } } }),
      ({ title }) => `${printable(title)} stands for itself again.`,
    ),
  );
