/** Commands about the environments that executions run in. */
import { type Command, Option } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type {
  EnvironmentAddOptions,
  EnvironmentChangeOptions,
  EnvironmentListOptions,
} from './option-types.ts';
import { collect, wholeNumber } from './option-values.ts';

const ENVIRONMENT = 'its name or id';

export function defineEnvironmentCommands(root: Command, program: Program): void {
  const command = root
    .command('environment')
    .summary('where tests can run: a namespace of a cluster, and what holds for its pods')
    .description(
      'Environments that definitions can name (`environmentName`). Without a name tests run on the host of the server itself.',
    );
  const list = command
    .command('list', { isDefault: true })
    .description('List the environments, and how they are.')
    .option('--cluster <cluster>', 'only those of this cluster: its name or id')
    .option('--limit <n>', 'how many', wholeNumber(1, 500), 50)
    .option('--cursor <text>', 'where to go on');
  onRun<EnvironmentListOptions>(program, list, async (context, _, options) => {
    const { environmentListCommand } = await import('../commands/environment.ts');
    return environmentListCommand(context, options);
  });
  defineAdd(command, program);
  const show = command.command('show').description('Show one.').argument('<environment>', ENVIRONMENT);
  onRun(program, show, async (context, [environment]) => {
    const { environmentShowCommand } = await import('../commands/environment.ts');
    return environmentShowCommand(context, environment as string);
  });
  defineChange(command, program);
  const remove = command
    .command('remove')
    .description('Remove one that no execution belongs to.')
    .argument('<environment>', ENVIRONMENT);
  onRun(program, remove, async (context, [environment]) => {
    const { environmentRemoveCommand } = await import('../commands/environment.ts');
    return environmentRemoveCommand(context, environment as string);
  });
}

const addConfigurationOptions = (command: Command): Command =>
  command
    .option('--autoscale', 'what does not fit starts as pending pods, for which the cluster adds nodes')
    .option('--no-autoscale', 'what does not fit waits in the queue (default)')
    .addOption(
      new Option('--spot <how>', 'nodes that the provider may take away (default: allow)').choices([
        'prefer',
        'allow',
        'refuse',
      ]),
    )
    .option('--node-selector <label=value>', 'only nodes with this label; may be repeated', collect)
    .option('--toleration <key=value:Effect>', 'a taint that its pods bear; may be repeated', collect)
    .option('--image-pull-secret <name>', 'a Secret by which images are pulled; may be repeated', collect)
    .option('--default-image <image>', 'for definitions that name none')
    .option('--service-account <name>', "of its pods (default: the namespace's own)")
    .addOption(
      new Option(
        '--root-filesystem <how>',
        "of the tests' image, beside home, working folder and /tmp (default: read-only)",
      ).choices(['read-only', 'writable']),
    );

function defineAdd(command: Command, program: Program): void {
  const add = command
    .command('add')
    .alias('create')
    .description('Add an environment to a cluster. For admins.')
    .argument('<name>', 'by which definitions name it')
    .requiredOption('--cluster <cluster>', 'name or id of the cluster')
    .requiredOption('--namespace <namespace>', 'in which its Jobs are made');
  addConfigurationOptions(add);
  addExamples(add, [
    ['gauntlet environment add staging --cluster blue --namespace tests', ''],
    ['... --node-selector pool=tests --toleration pool=tests:NoSchedule', 'nodes of its own'],
  ]);
  onRun<EnvironmentAddOptions>(program, add, async (context, [name], options) => {
    const { environmentAddCommand } = await import('../commands/environment.ts');
    return environmentAddCommand(context, name as string, options);
  });
}

function defineChange(command: Command, program: Program): void {
  const change = command
    .command('change')
    .description('Change an environment. What is said of its pods may be `none`. For admins.')
    .argument('<environment>', ENVIRONMENT)
    .option('--name <name>', 'another name; definitions that name the old one are refused then')
    .option('--namespace <namespace>', 'another namespace');
  addConfigurationOptions(change)
    .option('--disable', 'nothing new runs there')
    .option('--enable', 'it may be used again, once its cluster is checked');
  onRun<EnvironmentChangeOptions>(program, change, async (context, [environment], options) => {
    const { environmentChangeCommand } = await import('../commands/environment.ts');
    return environmentChangeCommand(context, environment as string, options);
  });
}
