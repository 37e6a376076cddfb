/** Commands about how much a team or a person may have. */
import { type Command, Option } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { QuotaOptions } from './option-types.ts';

const RESOURCES =
  'concurrent_executions, executions (a day), executions_per_hour, _week or _month, parallel_groups, cpu_millis, memory_mib or artifact_mib (artifacts and uploads)';

const addHolder = (command: Command, none: string): Command =>
  command
    .addOption(new Option('--team <team>', `a team, by id or name (default: ${none})`))
    .addOption(new Option('--user <user>', 'a person, by id or name'));

export function defineQuotaCommands(root: Command, program: Program): void {
  const command = root
    .command('quota')
    .summary('what is allowed and what is used')
    .description('How much may run, be submitted and be stored, and how much of it is used.');
  const list = addHolder(
    command.command('list', { isDefault: true }).description('Show quotas with their use.'),
    'yours',
  );
  addExamples(list, [
    ['gauntlet quota', 'yours'],
    ['gauntlet quota --user ada', "a colleague's, with the scope team"],
  ]);
  onRun<QuotaOptions>(program, list, async (context, _args, options) => {
    const { quotaListCommand } = await import('../commands/quota.ts');
    return quotaListCommand(context, options);
  });
  defineChanges(command, program);
}

function defineChanges(command: Command, program: Program): void {
  const set = addHolder(
    command
      .command('set')
      .description('Set a quota of a team or a person; for admins.')
      .argument('<resource>', RESOURCES)
      .argument('<limit>', 'a whole number; 0 allows nothing')
      .option('--expected <limit>', 'only if this is set so far (none: nothing); else nothing is changed'),
    'your own',
  );
  addExamples(set, [
    ['gauntlet quota set --team web executions 500', 'submissions a day, for all of the team together'],
    ['gauntlet quota set --team web executions_per_month 9000', 'a month of the calendar, in UTC'],
    ['gauntlet quota set executions 500 --expected 400', 'unless somebody else has changed it'],
    ['gauntlet quota set --user ada memory_mib 8192', 'for one person, whatever the team has'],
  ]);
  onRun<QuotaOptions>(program, set, async (context, [resource, limit], options) => {
    const { quotaSetCommand } = await import('../commands/quota.ts');
    return quotaSetCommand(context, { resource: resource as string, limit: limit as string }, options);
  });
  const clear = addHolder(
    command
      .command('clear')
      .description('Clear a quota: that of the team, or the default, is in force then.')
      .argument('<resource>', RESOURCES)
      .option('--expected <limit>', 'only if this is set so far; else nothing is changed'),
    'your own',
  );
  onRun<QuotaOptions>(program, clear, async (context, [resource], options) => {
    const { quotaClearCommand } = await import('../commands/quota.ts');
    return quotaClearCommand(context, resource as string, options);
  });
}
