/** Commands about what is told, what was told, and one's own inbox. */
import type { Command } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type {
  DeliveryListOptions,
  InboxOptions,
  PageOptions,
  ReplayOptions,
  RuleAddOptions,
} from './option-types.ts';
import { collect, commaList, duration, wholeNumber } from './option-values.ts';

const RULE = 'its name or id';
const addPaging = (command: Command): Command =>
  command
    .option('--limit <n>', 'how many', wholeNumber(1, 500), 50)
    .option('--cursor <text>', 'where to go on');

export function defineNotifyCommands(root: Command, program: Program): void {
  const command = root
    .command('notify')
    .summary('who is told of what, and what was told')
    .description('Notification rules, and the deliveries that came of them.');
  defineRules(command, program);
  defineDeliveries(command, program);
  defineInbox(root, program);
}

function defineRules(command: Command, program: Program): void {
  const rule = command.command('rule').description('Rules: what is told, through which channels, and when.');
  const list = addPaging(
    rule.command('list', { isDefault: true }).description('List the rules of your team.'),
  );
  onRun<PageOptions>(program, list, async (context, _, options) => {
    const { ruleListCommand } = await import('../commands/notify-rule.ts');
    return ruleListCommand(context, options);
  });
  defineAddRule(rule, program);
  const show = rule.command('show').description('Show one.').argument('<rule>', RULE);
  onRun(program, show, async (context, [named]) => {
    const { ruleShowCommand } = await import('../commands/notify-rule.ts');
    return ruleShowCommand(context, named as string);
  });
  for (const state of ['on', 'off'] as const) {
    const what = state === 'on' ? 'Let it tell again.' : 'Let it tell nothing for now.';
    const turn = rule.command(state).description(what).argument('<rule>', RULE);
    onRun(program, turn, async (context, [named]) => {
      const { ruleStateCommand } = await import('../commands/notify-rule.ts');
      return ruleStateCommand(context, named as string, state);
    });
  }
  const remove = rule.command('remove').description('Remove it.').argument('<rule>', RULE);
  onRun(program, remove, async (context, [named]) => {
    const { ruleRemoveCommand } = await import('../commands/notify-rule.ts');
    return ruleRemoveCommand(context, named as string);
  });
}

function defineAddRule(rule: Command, program: Program): void {
  const add = rule
    .command('add')
    .alias('create')
    .description('Make a rule.')
    .argument('<name>', 'what to call it')
    .option(
      '--on <events>',
      'failed, recovered, flaky, slow, quota, finished, passed, queued, started',
      commaList,
    )
    .option('--channel <channel>', 'by name or id; may be repeated', collect)
    .option('--inbox <whose>', 'submitter or team')
    .option('--definition <id>', 'of this definition only')
    .option('--branch <pattern>', 'of this branch only; * stands for anything; may be repeated', collect)
    .option('--tag <name=pattern>', 'with this tag only; may be repeated', collect)
    .option('--slower-by <percent>', 'slow: than the usual time', wholeNumber(1, 10_000))
    .option('--slower-than <time>', 'slow: in any case, such as 10m', duration)
    .option('--quota-percent <n>', 'quota: from how much of it on', wholeNumber(1, 100))
    .option('--quiet <from-until>', 'quiet hours, such as 22:00-07:00')
    .option('--time-zone <zone>', 'of the quiet hours, such as Europe/Berlin')
    .option('--drop', 'forget what happens in quiet hours, rather than tell it afterwards')
    .option('--break-through <events>', 'told in quiet hours all the same', commaList)
    .option('--dedupe <time>', 'the same once in this time, such as 1h', duration);
  addExamples(add, [
    ['gauntlet notify rule add main --on failed,recovered --channel ci --branch main', 'one branch'],
    [
      'gauntlet notify rule add nightly --on failed --channel leads --quiet 22:00-07:00 --time-zone Europe/Berlin',
      '',
    ],
    ['gauntlet notify rule add room --on quota --inbox team', 'in the inbox of everybody'],
  ]);
  onRun<RuleAddOptions>(program, add, async (context, [name], options) => {
    const { ruleAddCommand } = await import('../commands/notify-rule-add.ts');
    return ruleAddCommand(context, name as string, options);
  });
}

function defineDeliveries(command: Command, program: Program): void {
  const preview = command
    .command('preview')
    .description('Show what a rule would tell of an execution.')
    .argument('<rule>', RULE)
    .argument('<execution>', 'its id');
  onRun(program, preview, async (context, [rule, execution]) => {
    const { previewCommand } = await import('../commands/notify-deliveries.ts');
    return previewCommand(context, rule as string, execution as string);
  });
  const list = addPaging(command.command('deliveries').description('List what was told, the newest first.'))
    .option('--status <statuses>', 'pending, delivered, failed (tried again), dead (given up)', commaList)
    .option('--channel <channel>', 'only through this one')
    .option('--execution <id>', 'only of this one');
  onRun<DeliveryListOptions>(program, list, async (context, _, options) => {
    const { deliveriesCommand } = await import('../commands/notify-deliveries.ts');
    return deliveriesCommand(context, options);
  });
  const replay = command
    .command('replay')
    .description('Try dead deliveries again: one, those of a channel, or all.')
    .argument('[delivery]', 'its id')
    .option('--channel <channel>', 'those of this channel')
    .option('--all', 'all of them');
  onRun<ReplayOptions>(program, replay, async (context, [delivery], options) => {
    const { replayCommand } = await import('../commands/notify-deliveries.ts');
    return replayCommand(context, delivery as string | undefined, options);
  });
}

function defineInbox(root: Command, program: Program): void {
  const inbox = root
    .command('inbox')
    .summary('what there is to know for you')
    .description('What there is to know for you.');
  const list = addPaging(
    inbox.command('list', { isDefault: true }).description('List it, the newest first.'),
  ).option('--unread', 'only what you have not read');
  onRun<InboxOptions>(program, list, async (context, _, options) => {
    const { inboxCommand } = await import('../commands/inbox.ts');
    return inboxCommand(context, options);
  });
  const read = inbox
    .command('read')
    .description('Mark items as read: those named, or all.')
    .argument('[items...]', 'their ids');
  onRun(program, read, async (context, [items]) => {
    const { inboxReadCommand } = await import('../commands/inbox.ts');
    return inboxReadCommand(context, (items as string[] | undefined) ?? []);
  });
}
