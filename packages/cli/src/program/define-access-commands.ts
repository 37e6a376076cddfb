/** Commands about who may do what: sign-in, tokens, secrets. */
import type { Command } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { LoginOptions, TokenOptions, TokenOwnerOptions } from './option-types.ts';
import { commaList, wholeNumber } from './option-values.ts';

function defineLogin(root: Command, program: Program): void {
  const login = root
    .command('login')
    .summary('sign in to a server and remember it')
    .description(
      'Signs in by a browser, and keeps a token for later commands. A token that is piped in is taken instead.',
    )
    .argument('[url]', "the server's URL")
    .option('--device', 'open no browser here: sign in with one on another machine')
    .option('--with-token', 'ask for a token, or read it from standard input')
    .option('--link', 'instead print a link that signs a browser in, once');
  addExamples(login, [
    ['gauntlet login --link', 'into the browser, as who you are here'],
    ['gauntlet login https://gauntlet.example.org', 'opens a browser, and waits until you have approved'],
    ['gauntlet login https://... --profile work', 'under a name of its own, beside others'],
    ['gauntlet login https://... --device', 'over ssh: shows the address and a code'],
    ['gauntlet login https://... < token.txt', 'reads it from a file'],
  ]);
  onRun<LoginOptions>(program, login, async (context, [url], options) => {
    if (options.link) {
      const { signInLinkCommand } = await import('../commands/sign-in-link.ts');
      return signInLinkCommand(context, url as string | undefined);
    }
    const { loginCommand } = await import('../commands/login.ts');
    return loginCommand(context, url as string | undefined, options);
  });
  const logout = root
    .command('logout')
    .summary('forget a server')
    .description('Forgets the token of a server.')
    .argument('[url]', 'the one signed in to when left out');
  onRun(program, logout, async (context, [url]) => {
    const { logoutCommand } = await import('../commands/login.ts');
    return logoutCommand(context, url as string | undefined);
  });
}

function defineToken(root: Command, program: Program): void {
  const command = root.command('token').summary('API tokens').description('API tokens.');
  const whose = ['--user <name>', 'of this person, whom you look after: name or id'] as const;
  const list = command
    .command('list', { isDefault: true })
    .description('List your tokens.')
    .option(...whose);
  onRun<TokenOwnerOptions>(program, list, async (context, _, options) => {
    const { tokenListCommand } = await import('../commands/token.ts');
    return tokenListCommand(context, options);
  });
  const create = command
    .command('create')
    .alias('add')
    .description('Make a token; it is shown this once.')
    .argument('<name>', 'what it is for')
    .option(
      '--scope <list>',
      'read, submit, secrets, account, team, audit, admin (default: read,submit)',
      commaList,
    )
    .option('--expires-in-days <n>', 'how long it is good', wholeNumber(1, 3650));
  addExamples(create, [['gauntlet token create ci --expires-in-days 90', 'for a pipeline']]);
  onRun<TokenOptions>(program, create, async (context, [name], options) => {
    const { tokenCreateCommand } = await import('../commands/token.ts');
    return tokenCreateCommand(context, name as string, options);
  });
  const revoke = command
    .command('revoke')
    .description('End a token.')
    .argument('<token>', 'its id, an end of it, or its name')
    .option(...whose);
  addExamples(revoke, [
    ['gauntlet token revoke ci', 'one of yours'],
    ['gauntlet token revoke ci --user grace', 'one of hers: for leads and admins'],
  ]);
  onRun<TokenOwnerOptions>(program, revoke, async (context, [token], options) => {
    const { tokenRevokeCommand } = await import('../commands/token.ts');
    return tokenRevokeCommand(context, token as string, options);
  });
}

function defineSecret(root: Command, program: Program): void {
  const command = root
    .command('secret')
    .summary('secrets for tests')
    .description('Secrets for tests; values never come back.');
  const list = command.command('list', { isDefault: true }).description('List their names.');
  onRun(program, list, async (context) => {
    const { secretListCommand } = await import('../commands/secret.ts');
    return secretListCommand(context);
  });
  const set = command
    .command('set')
    .description('Store a secret; its value is asked for, or read from standard input.')
    .argument('<name>');
  addExamples(set, [
    ['gauntlet secret set npm-token', 'asks for the value'],
    [
      'gauntlet secret set deploy-key < key.pem',
      'reads it from a file; one line break at the end is dropped',
    ],
  ]);
  onRun(program, set, async (context, [name]) => {
    const { secretSetCommand } = await import('../commands/secret.ts');
    return secretSetCommand(context, name as string);
  });
  const remove = command.command('rm').description('Remove a secret.').argument('<name>');
  onRun(program, remove, async (context, [name]) => {
    const { secretRemoveCommand } = await import('../commands/secret.ts');
    return secretRemoveCommand(context, name as string);
  });
  defineRotateKey(command, program);
}

function defineRotateKey(command: Command, program: Program): void {
  const rotate = command
    .command('rotate-key')
    .description('Make a new key and seal all secrets with it; for admins.')
    .option('--resume', 'no new key: go on where an earlier rotation was interrupted')
    .option('--drop-old', 'forget the old keys, once nothing needs them');
  onRun<{ resume?: boolean; dropOld?: boolean }>(program, rotate, async (context, _, options) => {
    const { rotateKeyCommand } = await import('../commands/rotate-key.ts');
    return rotateKeyCommand(context, options);
  });
}

export function defineAccessCommands(root: Command, program: Program): void {
  defineLogin(root, program);
  defineToken(root, program);
  defineSecret(root, program);
}
