/** Commands about the clusters that tests can run in. */
import type { Command } from 'commander';
import { Option } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type {
  ClusterAddOptions,
  ClusterChangeOptions,
  ClusterCheckOptions,
  PageOptions,
} from './option-types.ts';
import { wholeNumber } from './option-values.ts';

const CLUSTER = 'its name or id';
const PROVIDERS = ['eks', 'gke', 'aks', 'openshift', 'other'];

export function defineClusterCommands(root: Command, program: Program): void {
  const command = root
    .command('cluster')
    .summary('Kubernetes clusters, and whether Gauntlet may do there what it needs')
    .description('Kubernetes clusters that this server knows. For admins.');
  const list = command
    .command('list', { isDefault: true })
    .description('List the clusters, and how they are.')
    .option('--limit <n>', 'how many', wholeNumber(1, 500), 50)
    .option('--cursor <text>', 'where to go on');
  onRun<PageOptions>(program, list, async (context, _, options) => {
    const { clusterListCommand } = await import('../commands/cluster.ts');
    return clusterListCommand(context, options);
  });
  defineAdd(command, program);
  defineCheck(command, program);
  defineChange(command, program);
  const show = command.command('show').description('Show one.').argument('<cluster>', CLUSTER);
  onRun(program, show, async (context, [cluster]) => {
    const { clusterShowCommand } = await import('../commands/cluster.ts');
    return clusterShowCommand(context, cluster as string);
  });
  const remove = command
    .command('remove')
    .description('Remove one that has no environments, and its kubeconfig.')
    .argument('<cluster>', CLUSTER);
  onRun(program, remove, async (context, [cluster]) => {
    const { clusterRemoveCommand } = await import('../commands/cluster.ts');
    return clusterRemoveCommand(context, cluster as string);
  });
}

const addAccessOptions = (command: Command): Command =>
  command
    .option('--kubeconfig <file>', 'read it from this file; - for standard input')
    .option('--context <name>', 'which of its contexts (default: its current one)')
    .option('--in-cluster', 'the cluster that the server runs in, by its own service account')
    .addOption(new Option('--provider <provider>', 'whose it is').choices(PROVIDERS))
    .option('--region <region>', 'where it is, such as eu-central-1');

function defineAdd(command: Command, program: Program): void {
  const add = command
    .command('add')
    .alias('create')
    .description(
      'Add a cluster and check it. Its kubeconfig is read from a file or from standard input, kept sealed, and never shown again. It has to hold all data itself: no exec, no paths of files.',
    )
    .argument('<name>', 'what to call it');
  addAccessOptions(add);
  addExamples(add, [
    ['kubectl config view --raw --flatten --minify | gauntlet cluster add blue', 'the current context'],
    ['gauntlet cluster add blue --kubeconfig gauntlet.yaml --provider eks', 'from a file'],
    ['gauntlet cluster add here --in-cluster', 'the one that the server runs in'],
  ]);
  onRun<ClusterAddOptions>(program, add, async (context, [name], options) => {
    const { clusterAddCommand } = await import('../commands/cluster-check.ts');
    return clusterAddCommand(context, name as string, options);
  });
}

function defineCheck(command: Command, program: Program): void {
  const check = command
    .command('check')
    .description(
      'Ask a cluster, permission by permission, whether Gauntlet may do there what it needs. Ends with 2 where something is missing.',
    )
    .argument('<cluster>', CLUSTER)
    .option('--roles', 'only the roles that grant what is missing, as YAML');
  addExamples(check, [
    ['gauntlet cluster check blue', 'what is granted, what is missing, and what to add'],
    ['gauntlet cluster check blue --roles | kubectl apply -f -', 'grant it'],
  ]);
  onRun<ClusterCheckOptions>(program, check, async (context, [cluster], options) => {
    const { clusterCheckCommand } = await import('../commands/cluster-check.ts');
    return clusterCheckCommand(context, cluster as string, options);
  });
}

function defineChange(command: Command, program: Program): void {
  const change = command
    .command('change')
    .description('Rename a cluster, give it another kubeconfig, disable or enable it.')
    .argument('<cluster>', CLUSTER)
    .option('--name <name>', 'another name');
  addAccessOptions(change)
    .option('--disable', 'nothing new runs in any of its environments')
    .option('--enable', 'it may be used again, once it is checked');
  onRun<ClusterChangeOptions>(program, change, async (context, [cluster], options) => {
    const { clusterChangeCommand } = await import('../commands/cluster.ts');
    return clusterChangeCommand(context, cluster as string, options);
  });
}
