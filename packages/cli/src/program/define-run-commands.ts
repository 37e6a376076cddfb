/** Commands that start executions or end them. */
import { type Command, Option } from 'commander';
import type { RunOptions } from '../definition/run-options.ts';
import { addExamples, onRun, type Program } from './define.ts';
import { collect, duration, groupCount, wholeNumber } from './option-values.ts';

const TEST_TYPES = [
  'unit',
  'integration',
  'api',
  'e2e',
  'load',
  'performance',
  'security',
  'smoke',
  'saga',
  'chaos',
  'other',
];

const addRunOptions = (command: Command): Command =>
  command
    .option('-p, --parallel <n>', 'groups that share the tests (a number, or auto)', groupCount)
    .option('--framework <name>', 'how the tests are run; found out when left out')
    .option('--path <path>', 'only this test file or folder (repeatable)', collect)
    .option('--file <file>', 'the definition file, instead of gauntlet.yaml in the folder')
    .option('--name <name>', 'what the run is called')
    .addOption(new Option('--type <type>', 'what kind of tests these are').choices(TEST_TYPES))
    .option('--retries <n>', 'how often a failed run is tried again', wholeNumber(0, 10))
    .option('--timeout <time>', 'limit of the run (90s, 10m, 2h)', duration)
    .option('--unit-timeout <time>', 'limit of one test file', duration)
    .option('--queue-timeout <time>', 'limit of the waiting', duration)
    .option('--priority <n>', '0 to 100, 100 is served first', wholeNumber(0, 100))
    .option('-e, --env <name=value>', 'variable for the tests; NAME alone takes yours (repeatable)', collect)
    .option('--env-file <file>', 'variables from a file (repeatable)', collect)
    .option('--secret <name=secret>', 'variable filled with a stored secret (repeatable)', collect)
    .option('--artifact <glob>', 'files to keep (repeatable)', collect)
    .option('--tag <key=value>', 'to find it by (repeatable)', collect)
    .addOption(new Option('--setup <kind>', 'whether dependencies are installed').choices(['auto', 'none']))
    .option('--clean', 'install dependencies anew instead of linking those of this folder')
    .option('--with-git', 'pack the .git folder too')
    .option('--cpu <cores>', 'cores a group needs (0.5, 500m)')
    .option('--memory <size>', 'memory a group needs (512Mi)')
    .option('--environment <name>', 'environment it runs in (gauntlet environment list)')
    .option('--image <image>', 'container image, on Kubernetes')
    .option('--fail-on-flaky', 'exit 1 when a test passed only on a retry')
    .option('--no-follow', 'return as soon as it is submitted');

function defineRun(root: Command, program: Program): void {
  const command = root
    .command('run')
    .summary('run the tests of a folder or of a definition')
    .description(
      'Packs a folder (by its ignore files), sends it and follows the run to its verdict. A path may be a folder, ' +
        'a definition (YAML or JSON), or a test file of this folder; further paths choose tests. Without a server one ' +
        'is started in the background. What stands after -- goes to the test framework.',
    )
    .argument('[path]', 'project folder, definition file or test file', '.')
    .argument('[paths...]', 'only these test files or folders');
  addRunOptions(command);
  addExamples(command, [
    ['gauntlet run', 'the tests of this folder'],
    ['gauntlet run . test/cart.test.js', 'one file of them'],
    ['gauntlet run --parallel 4 --retries 1', 'four groups, what fails is tried once more'],
    ['gauntlet run nightly.yaml', 'what the definition says'],
    ['gauntlet run -e CI=1 -- --bail', '--bail is for the framework'],
    ['gauntlet run --json | jq -r .type', 'one JSON object a line, the summary last'],
  ]);
  onRun<RunOptions>(
    program,
    command,
    async (context, [path, paths], options) => {
      const { runCommand } = await import('../commands/run.ts');
      return runCommand(context, [path as string, ...((paths as string[] | undefined) ?? [])], options);
    },
    'take-extra',
  );
}

function defineRerun(root: Command, program: Program): void {
  const command = root
    .command('rerun')
    .summary('run an execution again, or only what failed of it')
    .description('Submits the same definition and content once more and follows the run.')
    .argument('<execution>', "its id, an end of it, or 'latest'")
    .option('--failed', 'only what failed')
    .option('--fail-on-flaky', 'exit 1 when a test passed only on a retry')
    .option('--no-follow', 'return as soon as it is submitted');
  addExamples(command, [['gauntlet rerun --failed latest', 'what failed in the last run']]);
  onRun<{ failed?: boolean; follow: boolean; failOnFlaky?: boolean }>(
    program,
    command,
    async (context, [id], options) => {
      const { rerunCommand } = await import('../commands/rerun.ts');
      return rerunCommand(context, id as string, options);
    },
  );
}

function defineCancel(root: Command, program: Program): void {
  const command = root
    .command('cancel')
    .summary('cancel an execution')
    .description('Ends the tests of an execution. Results so far are kept.')
    .argument('<execution>', "its id, an end of it, or 'latest'")
    .option('--wait', 'return when it has ended');
  addExamples(command, [['gauntlet cancel latest', 'the last one submitted']]);
  onRun<{ wait?: boolean }>(program, command, async (context, [id], options) => {
    const { cancelCommand } = await import('../commands/cancel.ts');
    return cancelCommand(context, id as string, options);
  });
}

export function defineRunCommands(root: Command, program: Program): void {
  defineRun(root, program);
  defineRerun(root, program);
  defineCancel(root, program);
}
