/** Making and changing accounts, and the links by which people get in. */
import { InvitationCreated, PasswordResetLink, UserCreated, UserView } from '@gauntlet/contract';
import { ok } from '@gauntlet/core/kernel';
import { type CommandContext, reportRefused } from '../command-context.ts';
import { askApi } from '../connection/api-client.ts';
import type { ExitCode } from '../exit-code.ts';
import type { InviteOptions, UserAddOptions, UserChangeOptions } from '../program/option-types.ts';
import { usageRefused } from '../refused.ts';
import { printable } from '../terminal/printable.ts';
import { printLink } from './print-link.ts';
import { readRoles } from './read-roles.ts';
import { withServer } from './with-server.ts';

export async function userAddCommand(
  context: CommandContext,
  username: string,
  { email, role, team }: UserAddOptions,
): Promise<ExitCode> {
  const roles = readRoles(role);
  if (!roles.ok) return reportRefused(context, roles.error);
  return withServer(context, async (connection) => {
    const body = { username, email, roles: roles.value, teamId: team };
    const made = await askApi(connection.address, (api) => api.POST('/api/v1/users', { body }), UserCreated);
    if (!made.ok) return made;
    const { username: name, teamName, roles: given, linkExpiresAt: expiresAt } = made.value;
    const remark = `${name} is in team ${teamName} as ${given.join(', ')}. The link signs ${name} in.`;
    printLink(context, connection, { answer: made.value, expiresAt, remark });
    return ok(undefined);
  });
}

export async function userChangeCommand(
  context: CommandContext,
  id: string,
  { name, email, role, team }: UserChangeOptions,
): Promise<ExitCode> {
  const roles = readRoles(role);
  if (!roles.ok) return reportRefused(context, roles.error);
  const address = email === false ? null : email;
  if ([name, address, roles.value, team].every((value) => value === undefined))
    return reportRefused(
      context,
      usageRefused('Nothing to change is named.', '`gauntlet user change --help` shows what can be.'),
    );
  const patch = { username: name, email: address, roles: roles.value, teamId: team };
  return changeUser(context, id, { patch, textOf: changedText });
}

const changedText = ({ username, teamName, roles, email }: UserView): string =>
  `${username} is in team ${teamName} as ${roles.join(', ')}, ${email ?? 'without an e-mail address'}.`;

export const userDeactivateCommand = (context: CommandContext, id: string): Promise<ExitCode> =>
  changeUser(context, id, {
    patch: { active: false },
    textOf: ({ username }) =>
      `${username} is deactivated: sessions have ended, tokens do nothing. Undo it: gauntlet user activate ${username}`,
  });

export const userActivateCommand = (context: CommandContext, id: string): Promise<ExitCode> =>
  changeUser(context, id, {
    patch: { active: true },
    textOf: ({ username }) => `${username} is active: passwords and tokens of before are good again.`,
  });

type UserChange = {
  patch: {
    username?: string | undefined;
    email?: string | null | undefined;
    roles?: UserRoles;
    teamId?: string | undefined;
    active?: boolean;
  };
  textOf: (user: UserView) => string;
};
type UserRoles = Extract<ReturnType<typeof readRoles>, { ok: true }>['value'];

function changeUser(context: CommandContext, id: string, { patch, textOf }: UserChange): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const init = { params: { path: { id } }, body: patch };
    const changed = await askApi(
      connection.address,
      (api) => api.PATCH('/api/v1/users/{id}', init),
      UserView,
    );
    if (!changed.ok) return changed;
    if (context.options.json) context.out.json(changed.value);
    else context.out.line(printable(textOf(changed.value)));
    return ok(undefined);
  });
}

export function userResetPasswordCommand(
  context: CommandContext,
  id: string,
  { expiresInMinutes }: { expiresInMinutes?: number },
): Promise<ExitCode> {
  return withServer(context, async (connection) => {
    const init = { params: { path: { id } }, body: { expiresInMinutes } };
    const made = await askApi(
      connection.address,
      (api) => api.POST('/api/v1/users/{id}/password-reset', init),
      PasswordResetLink,
    );
    if (!made.ok) return made;
    const { expiresAt } = made.value;
    const remark = `The link lets ${id} set a new password, and ends an earlier one.`;
    printLink(context, connection, { answer: made.value, expiresAt, remark });
    return ok(undefined);
  });
}

export async function userInviteCommand(
  context: CommandContext,
  { team, role, email, expiresInDays }: InviteOptions,
): Promise<ExitCode> {
  const roles = readRoles(role);
  if (!roles.ok) return reportRefused(context, roles.error);
  return withServer(context, async (connection) => {
    const body = { teamId: team, roles: roles.value, email, expiresInDays };
    const made = await askApi(
      connection.address,
      (api) => api.POST('/api/v1/invitations', { body }),
      InvitationCreated,
    );
    if (!made.ok) return made;
    const { teamName, roles: given, expiresAt } = made.value;
    const remark = `The link makes an account in team ${teamName} as ${given.join(', ')}.`;
    printLink(context, connection, { answer: made.value, expiresAt, remark });
    return ok(undefined);
  });
}
