/** Commands about what fails, grouped by cause. */
import { type Command, Option } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { FailureListOptions, TriageOptions } from './option-types.ts';
import { comingMoment, commaList, pastMoment, wholeNumber } from './option-values.ts';

const CAUSE = 'its id, or an end of it';
const STATUSES = ['open', 'known-issue', 'fixed', 'ignored'];

export function defineFailureCommands(root: Command, program: Program): void {
  const command = root
    .command('failures')
    .summary('what fails, grouped by cause')
    .description('Failures of all executions grouped by cause: whose they are, and what is known of them.');
  defineList(command, program);
  defineShow(command, program);
  defineTriage(command, program);
  defineComment(command, program);
  defineMerge(command, program);
}

function defineList(parent: Command, program: Program): void {
  const list = parent
    .command('list', { isDefault: true })
    .description('List the causes, those seen last first.')
    .option('--status <list>', `${STATUSES.join(', ')} (by commas)`, commaList)
    .option('--definition <definition>', 'seen in executions of this one, by name or id')
    .option('--since <time>', 'seen since a time, or for an age such as 2h or 7d', pastMoment)
    .option('--search <text>', 'part of the title or the message')
    .option('--owner <user>', 'whose they are, by name or id; none for nobody')
    .addOption(
      new Option('--sort <order>', 'seen last, first seen last, or the most often').choices([
        'recent',
        'newest',
        'frequent',
      ]),
    )
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 20)
    .option('--cursor <cursor>', 'where the last page ended');
  addExamples(list, [
    ['gauntlet failures --status open --since 7d', 'what failed this week and is not known'],
    ['gauntlet failures --sort newest', 'what never failed before'],
    ['gauntlet failures --owner ada', "ada's"],
  ]);
  onRun<FailureListOptions>(program, list, async (context, _, options) => {
    const { failureListCommand } = await import('../commands/failures.ts');
    return failureListCommand(context, options);
  });
}

function defineShow(parent: Command, program: Program): void {
  const show = parent
    .command('show')
    .description('Show one with its days, where it was seen, and what was said of it.')
    .argument('<cause>', CAUSE);
  onRun(program, show, async (context, [typed]) => {
    const { failureShowCommand } = await import('../commands/failures.ts');
    return failureShowCommand(context, typed as string);
  });
}

function defineTriage(parent: Command, program: Program): void {
  const triage = parent
    .command('triage')
    .description('Say whose it is and what is known of it. No verdict changes by that.')
    .argument('<cause>', CAUSE)
    .addOption(new Option('--status <status>', 'how it stands').choices(STATUSES))
    .option('--until <time>', 'a known issue until then: a date, or how far away (14d)', comingMoment)
    .option('--owner <user>', 'by name or id')
    .option('--no-owner', 'nobody')
    .option('--link <url>', 'of an issue')
    .option('--no-link', 'none')
    .option('--title <text>', 'a name for it')
    .option('--no-title', 'the one that was made from the failures');
  addExamples(triage, [
    ['gauntlet failures triage 4f9a21bc --owner ada --link https://issues.example/7', 'ada looks after it'],
    ['gauntlet failures triage 4f9a21bc --status known-issue --until 14d', 'not news for two weeks'],
    ['gauntlet failures triage 4f9a21bc --status fixed', 'it opens again when it is seen again'],
  ]);
  onRun<TriageOptions>(program, triage, async (context, [typed], options) => {
    const { failureTriageCommand } = await import('../commands/failure-change.ts');
    return failureTriageCommand(context, typed as string, options);
  });
}

function defineComment(parent: Command, program: Program): void {
  const comment = parent
    .command('comment')
    .description('Say something of it.')
    .argument('<cause>', CAUSE)
    .argument('<text...>', 'what to say');
  onRun(program, comment, async (context, [typed, text]) => {
    const { failureCommentCommand } = await import('../commands/failure-change.ts');
    return failureCommentCommand(context, typed as string, (text as string[]).join(' '));
  });
}

function defineMerge(parent: Command, program: Program): void {
  const merge = parent
    .command('merge')
    .description('Say that it is the same as another, which stays.')
    .argument('<cause>', CAUSE)
    .argument('<into>', 'the one that stays, likewise');
  onRun(program, merge, async (context, [typed, into]) => {
    const { failureMergeCommand } = await import('../commands/failure-change.ts');
    return failureMergeCommand(context, typed as string, into as string);
  });
  const unmerge = parent
    .command('unmerge')
    .description('Take it apart again from the one it was merged into.')
    .argument('<cause>', 'its whole id, as `failures show` of the other tells it');
  onRun(program, unmerge, async (context, [typed]) => {
    const { failureUnmergeCommand } = await import('../commands/failure-change.ts');
    return failureUnmergeCommand(context, typed as string);
  });
}
