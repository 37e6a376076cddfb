/** Commands about the channels that notifications go through. */
import type { Command } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { ChannelChangeOptions, ChannelSettingsOptions, PageOptions } from './option-types.ts';
import { commaList, wholeNumber } from './option-values.ts';

const CHANNEL = 'its name or id';

export function defineChannelCommands(root: Command, program: Program): void {
  const command = root
    .command('channel')
    .summary('where notifications go: Slack, mail, webhooks, GitHub')
    .description('Channels that lead to people and programs. What goes through them is up to rules.');
  const list = command
    .command('list', { isDefault: true })
    .description('List the channels of your team, and how they are doing.')
    .option('--limit <n>', 'how many', wholeNumber(1, 500), 50)
    .option('--cursor <text>', 'where to go on');
  onRun<PageOptions>(program, list, async (context, _, options) => {
    const { channelListCommand } = await import('../commands/channel.ts');
    return channelListCommand(context, options);
  });
  defineAdd(command, program);
  defineOne(command, program);
}

function defineAdd(command: Command, program: Program): void {
  const add = command
    .command('add')
    .alias('create')
    .description('Make a channel. Its address, token or password is asked for, or read from standard input.')
    .argument('<kind>', 'slack-webhook, slack-bot, email, webhook or github')
    .argument('<name>', 'what to call it');
  addSettings(add);
  addExamples(add, [
    ['gauntlet channel add slack-webhook team < url.txt', "one of Slack's incoming webhooks"],
    ['gauntlet channel add slack-bot ci --channel C0123456789', 'one thread for each execution'],
    ['gauntlet channel add email leads --to ada@example.org', "by the server's mail relay"],
    ['gauntlet channel add webhook bot --url https://example.org/x', 'prints the key that signs, once'],
    ['gauntlet channel add github shop --repository acme/shop', 'commit statuses'],
  ]);
  onRun<ChannelSettingsOptions>(program, add, async (context, [kind, name], options) => {
    const { channelAddCommand } = await import('../commands/channel-add.ts');
    return channelAddCommand(context, { kind: kind as string, name: name as string }, options);
  });
}

/** What a channel of its kind is told at its making, and by a change of it. */
const addSettings = (command: Command): Command =>
  command
    .option('--to <addresses>', 'email: who gets it, by commas', commaList)
    .option('--from <address>', "email: the sender (default: the server's)")
    .option('--smtp <url>', "email: smtps://user@host:465 or smtp://user@host:587 (default: the server's)")
    .option('--channel <channel>', 'slack-bot: id or name of the Slack channel')
    .option('--url <url>', 'webhook: where to post')
    .option('--repository <owner/name>', 'github: which repository')
    .option('--report <how>', 'github: status or check (default: status)')
    .option('--context <text>', 'github: what to call it there (default: gauntlet/<definition>)')
    .option('--api-url <url>', "slack-bot, github: of a server other than the usual one's");

function defineOne(command: Command, program: Program): void {
  const show = command.command('show').description('Show one.').argument('<channel>', CHANNEL);
  onRun(program, show, async (context, [channel]) => {
    const { channelShowCommand } = await import('../commands/channel.ts');
    return channelShowCommand(context, channel as string);
  });
  const change = command
    .command('change')
    .description('Rename a channel, have it lead elsewhere, or turn it on or off.')
    .argument('<channel>', CHANNEL)
    .option('--name <name>', 'another name')
    .option('--on', 'what is due goes through it again')
    .option('--off', 'nothing goes through it, and nothing new is kept for it');
  addSettings(change);
  addExamples(change, [
    ['gauntlet channel change bot --url https://example.org/y', 'of a webhook: where to post'],
    ['gauntlet channel change ci --off', 'nothing goes through it any more'],
  ]);
  onRun<ChannelChangeOptions>(program, change, async (context, [channel], options) => {
    const { channelChangeCommand } = await import('../commands/channel-change.ts');
    return channelChangeCommand(context, channel as string, options);
  });
  const secret = command
    .command('set-secret')
    .description('Give a channel another address, token, password or signing key.')
    .argument('<channel>', CHANNEL);
  onRun(program, secret, async (context, [channel]) => {
    const { channelSecretCommand } = await import('../commands/channel-add.ts');
    return channelSecretCommand(context, channel as string);
  });
  const test = command
    .command('test')
    .description('Send a test through it now, and say what the receiver answers.')
    .argument('<channel>', CHANNEL);
  onRun(program, test, async (context, [channel]) => {
    const { channelTestCommand } = await import('../commands/channel.ts');
    return channelTestCommand(context, channel as string);
  });
  const remove = command
    .command('remove')
    .description('Remove it, with all that was told through it.')
    .argument('<channel>', CHANNEL);
  onRun(program, remove, async (context, [channel]) => {
    const { channelRemoveCommand } = await import('../commands/channel.ts');
    return channelRemoveCommand(context, channel as string);
  });
}
