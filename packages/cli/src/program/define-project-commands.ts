/** Commands about projects and who was shown into them. */
import type { Command } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { ProjectListOptions, ProjectOptions } from './option-types.ts';
import { wholeNumber } from './option-values.ts';

const PROJECT = 'its name or id';

export function defineProjectCommands(root: Command, program: Program): void {
  const command = root
    .command('project')
    .summary('projects, and who was shown into them')
    .description("Projects: a part of the team's things that people of other teams may be shown into.");
  defineList(command, program);
  defineChanges(command, program);
  defineMembers(command, program);
}

function defineList(command: Command, program: Program): void {
  const list = command
    .command('list', { isDefault: true })
    .description('List the projects of your team, and those you were shown into.')
    .option('--archived', 'archived ones too')
    .option('--limit <n>', 'how many', wholeNumber(1, 500), 50)
    .option('--cursor <text>', 'where to go on');
  onRun<ProjectListOptions>(program, list, async (context, _, options) => {
    const { projectListCommand } = await import('../commands/project.ts');
    return projectListCommand(context, options);
  });
  const show = command.command('show').description('Show one.').argument('<project>', PROJECT);
  onRun(program, show, async (context, [project]) => {
    const { projectShowCommand } = await import('../commands/project.ts');
    return projectShowCommand(context, project as string);
  });
}

function defineChanges(command: Command, program: Program): void {
  const add = command
    .command('add')
    .alias('create')
    .description('Make a project of your team.')
    .argument('<name>')
    .option('--description <text>', 'what it is for');
  addExamples(add, [['gauntlet project add checkout', 'then: gauntlet run --project checkout']]);
  onRun<ProjectOptions>(program, add, async (context, [name], options) => {
    const { projectAddCommand } = await import('../commands/project.ts');
    return projectAddCommand(context, name as string, options);
  });
  const change = command
    .command('change')
    .description('Change its name or description.')
    .argument('<project>', PROJECT)
    .option('--name <name>', 'its new name')
    .option('--description <text>', 'what it is for');
  onRun<ProjectOptions>(program, change, async (context, [project], options) => {
    const { projectChangeCommand } = await import('../commands/project.ts');
    const { name, description } = options;
    return projectChangeCommand(context, project as string, { name, description });
  });
  const archive = command
    .command('archive')
    .description('Archive it: what is there stays, nothing new is run.')
    .argument('<project>', PROJECT);
  onRun(program, archive, async (context, [project]) => {
    const { projectArchiveCommand } = await import('../commands/project.ts');
    return projectArchiveCommand(context, project as string);
  });
  const unarchive = command
    .command('unarchive')
    .description('Open an archived one again.')
    .argument('<project>', PROJECT);
  onRun(program, unarchive, async (context, [project]) => {
    const { projectUnarchiveCommand } = await import('../commands/project.ts');
    return projectUnarchiveCommand(context, project as string);
  });
}

function defineMembers(command: Command, program: Program): void {
  const members = command
    .command('members')
    .description('List who was shown in.')
    .argument('<project>', PROJECT);
  onRun(program, members, async (context, [project]) => {
    const { projectMembersCommand } = await import('../commands/project-members.ts');
    return projectMembersCommand(context, project as string);
  });
  const add = command
    .command('add-member')
    .description('Show somebody in, or change their role there.')
    .argument('<project>', PROJECT)
    .argument('<user>', 'user name or id')
    .option('--role <role>', 'lead, developer, viewer, sre or ci', 'developer');
  addExamples(add, [['gauntlet project add-member checkout ada --role viewer', 'sees, and runs nothing']]);
  onRun<{ role: string }>(program, add, async (context, [project, user], { role }) => {
    const { projectAddMemberCommand } = await import('../commands/project-members.ts');
    return projectAddMemberCommand(context, project as string, user as string, role);
  });
  const remove = command
    .command('remove-member')
    .description('Show somebody out, at once.')
    .argument('<project>', PROJECT)
    .argument('<user>', 'user name or id');
  onRun(program, remove, async (context, [project, user]) => {
    const { projectRemoveMemberCommand } = await import('../commands/project-members.ts');
    return projectRemoveMemberCommand(context, project as string, user as string);
  });
}
