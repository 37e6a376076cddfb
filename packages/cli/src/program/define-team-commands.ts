/** Commands about teams. */
import type { Command } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { TeamChangeOptions, TeamListOptions } from './option-types.ts';
import { wholeNumber } from './option-values.ts';

const NAME = 'its name or its id';
const DAYS = 'for how long its invitations are good';

export function defineTeamCommands(root: Command, program: Program): void {
  const command = root
    .command('team')
    .summary('teams and their settings')
    .description('Teams and their settings.');
  defineLooks(command, program);
  defineChanges(command, program);
  defineStates(command, program);
}

function defineLooks(command: Command, program: Program): void {
  const list = command
    .command('list', { isDefault: true })
    .description('List teams by name: your own, or all as an admin.')
    .option('--search <text>', 'part of the name')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 50)
    .option('--cursor <cursor>', 'where the last page ended');
  onRun<TeamListOptions>(program, list, async (context, _, options) => {
    const { teamListCommand } = await import('../commands/team.ts');
    return teamListCommand(context, options);
  });
  const show = command.command('show').description('Show one team.').argument('<team>', NAME);
  onRun(program, show, async (context, [team]) => {
    const { teamShowCommand } = await import('../commands/team.ts');
    return teamShowCommand(context, team as string);
  });
}

function defineChanges(command: Command, program: Program): void {
  const add = command
    .command('add')
    .alias('create')
    .description('Make a team; for admins.')
    .argument('<name>', 'letters, digits, spaces, dots, dashes and underscores')
    .option('--description <text>', 'what it is there for')
    .option('--invitation-days <n>', DAYS, wholeNumber(1, 30));
  addExamples(add, [['gauntlet team add web --description "The shop window"', 'with what it is there for']]);
  onRun<TeamChangeOptions>(program, add, async (context, [name], options) => {
    const { teamAddCommand } = await import('../commands/team.ts');
    return teamAddCommand(context, name as string, options);
  });
  const change = command
    .command('change')
    .description('Change a team; what is not named stays. Its lead can change all but the name.')
    .argument('<team>', NAME)
    .option('--name <name>', 'another name; for admins')
    .option('--description <text>', 'what it is there for')
    .option('--no-description', 'no description')
    .option('--invitation-days <n>', DAYS, wholeNumber(1, 30))
    .option('--no-invitation-days', 'as long as everywhere: 7 days');
  onRun<TeamChangeOptions & { name?: string }>(program, change, async (context, [team], options) => {
    const { teamChangeCommand } = await import('../commands/team.ts');
    return teamChangeCommand(context, team as string, options);
  });
}

function defineStates(command: Command, program: Program): void {
  const deactivate = command
    .command('deactivate')
    .description('Let nobody of a team in any more; for admins. Nothing is lost.')
    .argument('<team>', NAME);
  onRun(program, deactivate, async (context, [team]) => {
    const { teamDeactivateCommand } = await import('../commands/team.ts');
    return teamDeactivateCommand(context, team as string);
  });
  const activate = command
    .command('activate')
    .description('Let the people of a team in again; for admins.')
    .argument('<team>', NAME);
  onRun(program, activate, async (context, [team]) => {
    const { teamActivateCommand } = await import('../commands/team.ts');
    return teamActivateCommand(context, team as string);
  });
}
