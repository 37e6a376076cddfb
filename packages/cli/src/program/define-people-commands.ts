/** Commands about people, and the links by which they get in. */
import { type Command, Option } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type {
  InvitationListOptions,
  InviteOptions,
  UserAddOptions,
  UserChangeOptions,
  UserListOptions,
} from './option-types.ts';
import { commaList, wholeNumber } from './option-values.ts';

const NAME = 'its name or its id';
const ROLES = 'admin, lead, developer, viewer, sre, ci (by commas)';
const TEAM = 'a team, by name or id (default: your own)';

const addPaging = (command: Command): Command =>
  command
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 50)
    .option('--cursor <cursor>', 'where the last page ended');

export function definePeopleCommands(root: Command, program: Program): void {
  const command = root
    .command('user')
    .summary('people and their accounts')
    .description('People and their accounts: of your team as its lead, of all teams as an admin.');
  defineLooks(command, program);
  defineAdd(command, program);
  defineChange(command, program);
  defineStates(command, program);
  defineLinks(command, program);
  defineInvitations(root, program);
}

function defineLooks(command: Command, program: Program): void {
  const list = command
    .command('list', { isDefault: true })
    .description('List people by name.')
    .option('--team <team>', 'of one team, by name or id (default: yours; for admins all)')
    .option('--role <role>', 'who has this role')
    .option('--search <text>', 'part of the name or the e-mail address')
    .option('--active', 'only who can get in')
    .option('--inactive', 'only who is deactivated');
  addPaging(list);
  addExamples(list, [['gauntlet user list --role lead', 'who looks after teams']]);
  onRun<UserListOptions>(program, list, async (context, _, options) => {
    const { userListCommand } = await import('../commands/user.ts');
    return userListCommand(context, options);
  });
  const show = command.command('show').description('Show one account.').argument('<user>', NAME);
  onRun(program, show, async (context, [user]) => {
    const { userShowCommand } = await import('../commands/user.ts');
    return userShowCommand(context, user as string);
  });
}

function defineAdd(command: Command, program: Program): void {
  const add = command
    .command('add')
    .alias('create')
    .description('Make an account; prints a link that signs the new user in, once.')
    .argument('<name>', 'letters, digits, dots, dashes and underscores')
    .option('--email <address>', 'its e-mail address')
    .option('--role <list>', `${ROLES}; default: developer`, commaList)
    .option('--team <team>', TEAM);
  addExamples(add, [
    ['gauntlet user add ada', 'a developer of your own team'],
    ['gauntlet user add grace --role lead --team web', 'who looks after the team web'],
  ]);
  onRun<UserAddOptions>(program, add, async (context, [name], options) => {
    const { userAddCommand } = await import('../commands/user-change.ts');
    return userAddCommand(context, name as string, options);
  });
}

function defineChange(command: Command, program: Program): void {
  const change = command
    .command('change')
    .description('Change an account; what is not named stays.')
    .argument('<user>', NAME)
    .option('--name <name>', 'another name')
    .option('--email <address>', 'another e-mail address')
    .option('--no-email', 'no e-mail address')
    .option('--role <list>', `these roles in place of all others: ${ROLES}`, commaList)
    .option('--team <team>', 'another home team, by name or id; for admins');
  addExamples(change, [['gauntlet user change ada --role developer,sre', 'these two roles']]);
  onRun<UserChangeOptions>(program, change, async (context, [user], options) => {
    const { userChangeCommand } = await import('../commands/user-change.ts');
    return userChangeCommand(context, user as string, options);
  });
}

function defineStates(command: Command, program: Program): void {
  const deactivate = command
    .command('deactivate')
    .description('Put somebody out at once: sessions end, tokens do nothing. Nothing is lost.')
    .argument('<user>', NAME);
  onRun(program, deactivate, async (context, [user]) => {
    const { userDeactivateCommand } = await import('../commands/user-change.ts');
    return userDeactivateCommand(context, user as string);
  });
  const activate = command
    .command('activate')
    .description('Let somebody in again who was deactivated.')
    .argument('<user>', NAME);
  onRun(program, activate, async (context, [user]) => {
    const { userActivateCommand } = await import('../commands/user-change.ts');
    return userActivateCommand(context, user as string);
  });
}

function defineLinks(command: Command, program: Program): void {
  const reset = command
    .command('reset-password')
    .description('Print a link by which somebody sets a new password, once.')
    .argument('<user>', NAME)
    .option('--expires-in-minutes <n>', 'how long it is good (default: 60)', wholeNumber(5, 1440));
  onRun<{ expiresInMinutes?: number }>(program, reset, async (context, [user], options) => {
    const { userResetPasswordCommand } = await import('../commands/user-change.ts');
    return userResetPasswordCommand(context, user as string, options);
  });
  const invite = command
    .command('invite')
    .description('Print a link by which somebody makes an account of their own, once.')
    .option('--team <team>', TEAM)
    .option('--role <list>', `${ROLES}; default: developer`, commaList)
    .option('--email <address>', 'whom it is for; the account gets this address')
    .option('--expires-in-days <n>', "how long it is good (default: the team's, or 7)", wholeNumber(1, 30));
  addExamples(invite, [
    ['gauntlet user invite', 'a developer into your own team'],
    ['gauntlet user invite --role viewer --expires-in-days 1', 'somebody who looks on, until tomorrow'],
  ]);
  onRun<InviteOptions>(program, invite, async (context, _, options) => {
    const { userInviteCommand } = await import('../commands/user-change.ts');
    return userInviteCommand(context, options);
  });
}

function defineInvitations(root: Command, program: Program): void {
  const command = root
    .command('invitation')
    .summary('invitations that were made')
    .description('Invitations that were made; `gauntlet user invite` makes one.');
  const list = command
    .command('list', { isDefault: true })
    .description('List them, the newest first.')
    .option('--team <team>', 'into one team, by name or id (default: yours; for admins all)')
    .addOption(
      new Option('--status <status>', 'only these').choices(['open', 'accepted', 'revoked', 'expired']),
    );
  addPaging(list);
  onRun<InvitationListOptions>(program, list, async (context, _, options) => {
    const { invitationListCommand } = await import('../commands/invitation.ts');
    return invitationListCommand(context, options);
  });
  const revoke = command
    .command('revoke')
    .description('Take back an invitation that was not accepted.')
    .argument('<invitation>', 'its id, an end of it, or the address it is for');
  onRun(program, revoke, async (context, [invitation]) => {
    const { invitationRevokeCommand } = await import('../commands/invitation.ts');
    return invitationRevokeCommand(context, invitation as string);
  });
}
