/** Commands about what is run by the clock. */
import { type Command, Option } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { ScheduleAddOptions, ScheduleListOptions } from './option-types.ts';
import { wholeNumber } from './option-values.ts';

const SCHEDULE = 'its id, or an end of it';
const CRON = 'five fields in quotes, or @daily and the like';

export function defineScheduleCommands(root: Command, program: Program): void {
  const command = root
    .command('schedule')
    .summary('what is run by the clock')
    .description('Definitions that are run by the clock.');
  defineList(command, program);
  defineAdd(command, program);
  const show = command.command('show').description('Show one.').argument('<schedule>', SCHEDULE);
  onRun(program, show, async (context, [typed]) => {
    const { scheduleShowCommand } = await import('../commands/schedule.ts');
    return scheduleShowCommand(context, typed as string);
  });
  defineSteps(command, program);
  definePreview(command, program);
}

function defineList(parent: Command, program: Program): void {
  const list = parent
    .command('list', { isDefault: true })
    .description('List them with their next times, newest first.')
    .addOption(new Option('--status <status>', 'only those').choices(['enabled', 'paused']))
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 20)
    .option('--cursor <cursor>', 'where the last page ended');
  onRun<ScheduleListOptions>(program, list, async (context, _, options) => {
    const { scheduleListCommand } = await import('../commands/schedule.ts');
    return scheduleListCommand(context, options);
  });
}

function defineAdd(parent: Command, program: Program): void {
  const add = parent
    .command('add')
    .alias('create')
    .description('Run a definition by the clock, in your name.')
    .argument('<definition>', 'its name or its id')
    .argument('<cron>', CRON)
    .option('--time-zone <zone>', 'of the IANA database, such as Europe/Berlin (default: UTC)')
    .addOption(
      new Option('--missed <policy>', 'times that passed while no server ran').choices([
        'skip',
        'run-once',
        'run-all',
      ]),
    )
    .option('--missed-limit <n>', 'of run-all: at most so many, the last ones', wholeNumber(1, 100))
    .addOption(new Option('--overlap <policy>', 'while the last run goes on').choices(['skip', 'queue']));
  addExamples(add, [
    ['gauntlet schedule add checkout "0 9 * * 1-5" --time-zone Europe/Berlin', 'weekdays at nine'],
    ['gauntlet schedule add smoke "*/15 * * * *" --missed skip', 'each quarter of an hour'],
  ]);
  onRun<ScheduleAddOptions>(program, add, async (context, [definition, cron], options) => {
    const { scheduleAddCommand } = await import('../commands/schedule.ts');
    return scheduleAddCommand(context, definition as string, cron as string, options);
  });
}

const STEPS = [
  ['pause', 'Pause one: nothing is run until it is resumed.'],
  ['resume', 'Resume one from its next time on.'],
  ['run', 'Run one now, in your own name; its times stay as they are.'],
  ['remove', 'Remove one; what it has run stays.'],
] as const;

function defineSteps(parent: Command, program: Program): void {
  for (const [step, about] of STEPS) {
    const command = parent.command(step).description(about).argument('<schedule>', SCHEDULE);
    onRun(program, command, async (context, [typed]) => {
      const { scheduleStepCommand } = await import('../commands/schedule.ts');
      return scheduleStepCommand(context, step, typed as string);
    });
  }
}

function definePreview(parent: Command, program: Program): void {
  const preview = parent
    .command('preview')
    .description('Show the next times of an expression.')
    .argument('<cron>', CRON)
    .option('--time-zone <zone>', 'of the IANA database (default: UTC)')
    .option('--count <n>', 'so many', wholeNumber(1, 50), 5);
  onRun<{ timeZone?: string; count: number }>(program, preview, async (context, [cron], options) => {
    const { schedulePreviewCommand } = await import('../commands/schedule.ts');
    return schedulePreviewCommand(context, cron as string, options);
  });
}
