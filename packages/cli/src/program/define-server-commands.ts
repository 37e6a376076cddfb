/** Commands about the server of this host and about this program. */
import { Argument, type Command, Option } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { StartOptions, UpOptions } from './option-types.ts';
import { wholeNumber } from './option-values.ts';

const addListenOptions = (command: Command): Command =>
  command
    .option('--port <n>', 'port; when left out the last one, 4680, or a free one', wholeNumber(0, 65_535))
    .option('--host <address>', 'address to listen on (default: 127.0.0.1)');

function defineUp(root: Command, program: Program): void {
  const command = root
    .command('up')
    .summary('run the server here')
    .description('Runs the server in the foreground. Without DATABASE_URL it brings its own PostgreSQL.');
  addListenOptions(command)
    .addOption(
      new Option('--log-level <level>', 'how much it logs').choices(['debug', 'info', 'warn', 'error']),
    )
    .option('--idle-exit-seconds <n>', 'end after so long without work', wholeNumber(1, 1_000_000))
    .option('--roles <list>', 'what this process does: api, scheduler, notifier (default: all)');
  addExamples(command, [
    ['gauntlet up --port 8080', 'on a port of your choice'],
    ['gauntlet up --data-dir ./data', 'everything in one folder'],
    ['gauntlet up --roles api', 'answers only; others with DATABASE_URL do the rest'],
  ]);
  onRun<UpOptions>(program, command, async (context, _, options) => {
    const { upCommand } = await import('../commands/up.ts');
    return upCommand(context, options);
  });
}

function defineMigrate(root: Command, program: Program): void {
  const command = root
    .command('migrate')
    .summary('bring the database of DATABASE_URL up to date')
    .description(
      'Brings the database of DATABASE_URL up to date and ends. A server does so when it starts, unless it is told to wait for this by GAUNTLET_MIGRATIONS=wait.',
    );
  addExamples(command, [
    ['DATABASE_URL=postgresql://... gauntlet migrate', 'once, before the servers of a new version'],
  ]);
  onRun(program, command, async (context) => {
    const { migrateCommand } = await import('../commands/migrate.ts');
    return migrateCommand(context);
  });
}

function defineStart(root: Command, program: Program): void {
  const command = root
    .command('start')
    .summary('run the server and the sample suite')
    .description(
      'Starts the platform, runs the sample suite in two groups and goes on serving until Ctrl-C.',
    );
  addListenOptions(command).option('--no-sample', 'only serve');
  onRun<StartOptions>(program, command, async (context, _, options) => {
    const { startCommand } = await import('../commands/start.ts');
    return startCommand(context, options);
  });
}

function defineFramework(root: Command, program: Program): void {
  const command = root
    .command('framework')
    .summary('the test frameworks there are')
    .description('The test frameworks there are.');
  const list = command.command('list', { isDefault: true }).description('List them.');
  onRun(program, list, async (context) => {
    const { frameworkListCommand } = await import('../commands/framework.ts');
    return frameworkListCommand(context);
  });
  const show = command
    .command('show')
    .description('Show how one is detected, listed and run.')
    .argument('<name>');
  onRun(program, show, async (context, [name]) => {
    const { frameworkShowCommand } = await import('../commands/framework.ts');
    return frameworkShowCommand(context, name as string);
  });
}

function defineDoctor(root: Command, program: Program): void {
  const command = root
    .command('doctor')
    .summary('check what is needed, and say what to do')
    .description(
      'Checks this host and the server. Exit code 0: nothing stands in the way; 2: something does.',
    );
  onRun(program, command, async (context) => {
    const { doctorCommand } = await import('../commands/doctor.ts');
    return doctorCommand(context);
  });
}

function defineCompletion(root: Command, program: Program): void {
  const command = root
    .command('completion')
    .summary('print a completion script for your shell')
    .description('Prints a completion script.')
    .addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']));
  addExamples(command, [
    ['eval "$(gauntlet completion bash)"', 'in ~/.bashrc'],
    ['eval "$(gauntlet completion zsh)"', 'in ~/.zshrc, after compinit'],
    ['gauntlet completion fish | source', 'in ~/.config/fish/config.fish'],
  ]);
  onRun(program, command, async (context, [shell]) => {
    const { completionScript } = await import('../completion/completion-script.ts');
    context.out.raw(completionScript(root, shell as 'bash' | 'zsh' | 'fish'));
    return 0;
  });
}

export function defineServerCommands(root: Command, program: Program): void {
  defineUp(root, program);
  defineMigrate(root, program);
  defineStart(root, program);
  defineDoctor(root, program);
  defineFramework(root, program);
  defineCompletion(root, program);
}
