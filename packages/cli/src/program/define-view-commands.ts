/** Commands about saved views of the list of executions. */
import type { Command } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { ViewListOptions, ViewSaveOptions } from './option-types.ts';
import { ageOrMoment, commaList, wholeNumber } from './option-values.ts';

const VIEW = 'its name or its id';

export function defineViewCommands(root: Command, program: Program): void {
  const command = root
    .command('view')
    .summary('saved views of the executions')
    .description('Filters of the list of executions, saved under a name: for you, or for all of your team.');
  defineList(command, program);
  const show = command.command('show').description('Show one.').argument('<view>', VIEW);
  onRun(program, show, async (context, [typed]) => {
    const { viewShowCommand } = await import('../commands/view.ts');
    return viewShowCommand(context, typed as string);
  });
  defineSave(command, program);
  defineChanges(command, program);
  defineRemoval(command, program);
}

function defineList(parent: Command, program: Program): void {
  const list = parent
    .command('list', { isDefault: true })
    .description('List your own and those that are shared with you, by name.')
    .option('--own', 'only your own')
    .option('--shared', 'only those that are shared')
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 50)
    .option('--cursor <cursor>', 'where the last page ended');
  addExamples(list, [['gauntlet list --view NAME', 'the executions of one']]);
  onRun<ViewListOptions>(program, list, async (context, _, options) => {
    const { viewListCommand } = await import('../commands/view.ts');
    return viewListCommand(context, options);
  });
}

function defineSave(parent: Command, program: Program): void {
  const save = parent
    .command('save')
    .aliases(['add', 'create'])
    .description('Save filters under a name. An age stays one: `7d` always means the last seven days.')
    .argument('<name>', 'of the view')
    .option('--status <list>', 'queued, running, archived, ... (by commas)', commaList)
    .option('--verdict <list>', 'passed, flaky, failed, ... (by commas)', commaList)
    .option('--name <text>', 'part of the name')
    .option('--tag <key=value>', 'a tag, or key alone')
    .option('--since <time>', 'a time, or an age such as 24h or 7d', ageOrMoment)
    .option('--until <time>', 'likewise', ageOrMoment)
    .option('--share', 'for everybody in the team, or in the project')
    .option('--replace', 'change your own view of this name, if there is one');
  addExamples(save, [
    ['gauntlet view save "Red this week" --verdict failed,infrastructure --since 7d', 'for you'],
    ['gauntlet view save Nightly --name nightly --share', 'for your team'],
  ]);
  onRun<ViewSaveOptions>(program, save, async (context, [name], options) => {
    const { viewSaveCommand } = await import('../commands/view.ts');
    return viewSaveCommand(context, name as string, options);
  });
}

const CHANGES = [
  ['share', 'Share one with your team, or with the members of the project.', { visibility: 'shared' }],
  ['unshare', 'Keep one for its owner again.', { visibility: 'private' }],
] as const;

function defineChanges(parent: Command, program: Program): void {
  for (const [name, about, change] of CHANGES) {
    const command = parent.command(name).description(about).argument('<view>', VIEW);
    onRun(program, command, async (context, [typed]) => {
      const { viewChangeCommand } = await import('../commands/view.ts');
      return viewChangeCommand(context, typed as string, change);
    });
  }
  const rename = parent
    .command('rename')
    .description('Give one another name.')
    .argument('<view>', VIEW)
    .argument('<new name>');
  onRun(program, rename, async (context, [typed, name]) => {
    const { viewChangeCommand } = await import('../commands/view.ts');
    return viewChangeCommand(context, typed as string, { name: name as string });
  });
}

function defineRemoval(parent: Command, program: Program): void {
  const remove = parent
    .command('delete')
    .aliases(['remove', 'rm'])
    .description('Delete one; for a day it can be restored.')
    .argument('<view>', VIEW);
  onRun(program, remove, async (context, [typed]) => {
    const { viewDeleteCommand } = await import('../commands/view.ts');
    return viewDeleteCommand(context, typed as string);
  });
  const restore = parent
    .command('restore')
    .description('Restore one.')
    .argument('<id>', 'of the deleted view');
  onRun(program, restore, async (context, [typed]) => {
    const { viewRestoreCommand } = await import('../commands/view.ts');
    return viewRestoreCommand(context, typed as string);
  });
}
