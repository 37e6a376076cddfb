/** Commands about the servers that somebody has signed in to. */
import type { Command } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';

export function defineProfileCommands(root: Command, program: Program): void {
  const command = root
    .command('profile')
    .summary('servers signed in to')
    .description('Servers that `gauntlet login` keeps, each under a name; one of them is in use.');
  const list = command.command('list', { isDefault: true }).alias('ls').description('List them.');
  addExamples(list, [
    ['gauntlet login https://gauntlet.example.org --profile work', 'makes one'],
    ['gauntlet --profile work list', 'uses it for one command (also: GAUNTLET_PROFILE)'],
    ['gauntlet profile use work', 'uses it from now on'],
  ]);
  onRun(program, list, async (context) => (await commands()).profileListCommand(context));
  const use = command
    .command('use')
    .description('Use one from now on; with --project in that project where none is named.')
    .argument('<name>');
  onRun(program, use, async (context, [name]) =>
    (await commands()).profileUseCommand(context, name as string),
  );
  const set = command
    .command('set')
    .description('Set the project that one works in where none is named: --project, or --no-project.')
    .argument('[name]', 'the one in use when left out');
  addExamples(set, [
    ['gauntlet profile set --project checkout', 'from now on in this project'],
    ['gauntlet profile set work --no-project', 'in all of the team again'],
    ['gauntlet list --no-project', 'in all of the team for one command'],
  ]);
  onRun(program, set, async (context, [name]) =>
    (await commands()).profileSetCommand(context, name as string | undefined),
  );
  const show = command
    .command('show')
    .description('Show one: server and person, never the token.')
    .argument('[name]', 'the one in use when left out');
  onRun(program, show, async (context, [name]) =>
    (await commands()).profileShowCommand(context, name as string | undefined),
  );
  const rename = command
    .command('rename')
    .description('Rename one.')
    .argument('<name>')
    .argument('<new-name>');
  onRun(program, rename, async (context, [from, to]) =>
    (await commands()).profileRenameCommand(context, from as string, to as string),
  );
  const remove = command
    .command('remove')
    .alias('rm')
    .description('Forget one; its token stays good until it is revoked.')
    .argument('<name>');
  onRun(program, remove, async (context, [name]) =>
    (await commands()).profileRemoveCommand(context, name as string),
  );
}

const commands = () => import('../commands/profile.ts');
