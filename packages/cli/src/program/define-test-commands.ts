/** Commands about tests over all executions: their past, owners and quarantines; and two executions compared. */
import type { ChangeKind, TestCaseQuery } from '@gauntlet/contract';
import { type Command, Option } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { CompareOptions, QuarantineAddOptions, TestListOptions } from './option-types.ts';
import { wholeNumber } from './option-values.ts';

const TEST = 'its id, or a part of its name';
const EXECUTION = "its id, an end of it, or 'latest'";
// Written out, since the contract's schemas would be loaded for every --help; the compiler holds them to it.
const ORDERS: readonly TestCaseQuery['order'][] = ['name', 'flaky-rate', 'slowest', 'newest-failure'];
const STATES: readonly NonNullable<TestCaseQuery['state']>[] = ['flaky', 'quarantined', 'failing', 'passing'];
const KINDS: readonly ChangeKind[] = [
  'newly-failing',
  'fixed',
  'still-failing',
  'added',
  'removed',
  'slower',
  'faster',
];
const QUARANTINE_DAYS = 14;

const addPaging = (command: Command): Command =>
  command
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), 20)
    .option('--cursor <cursor>', 'where the last page ended');

const addSearch = (command: Command): Command =>
  addPaging(
    command
      .option('--search <text>', 'part of the name, the suite or the file')
      .option('--owner <user>', 'whose: a user, or none'),
  );

export function defineTestCommands(root: Command, program: Program): void {
  defineFlaky(root, program);
  defineTest(root, program);
  defineQuarantine(root, program);
  defineCompare(root, program);
}

function defineFlaky(root: Command, program: Program): void {
  const command = addSearch(
    root
      .command('flaky')
      .summary('list flaky tests')
      .description('Lists tests that passed and failed on the same content, the worst first.'),
  );
  addExamples(command, [['gauntlet flaky --owner none', 'those that nobody looks after']]);
  onRun<TestListOptions>(program, command, async (context, _, options) => {
    const { testListCommand } = await import('../commands/test-case.ts');
    const empty = ['No test is flaky: none passed and failed on the same content in the last 30 days.'];
    const query = { ...options, state: 'flaky', order: 'flaky-rate' } as const;
    return testListCommand(context, query, { command: 'gauntlet flaky', empty });
  });
}

function defineTest(root: Command, program: Program): void {
  const command = root
    .command('test')
    .summary('tests over all executions')
    .description('Tests with their past, over all executions.');
  const list = addSearch(
    command
      .command('list')
      .description('List tests.')
      .addOption(new Option('--state <state>', 'only those').choices(STATES))
      .addOption(new Option('--order <order>', 'which first').choices(ORDERS).default('name')),
  );
  addExamples(list, [
    ['gauntlet test list --order slowest', 'what takes longest'],
    ['gauntlet test list --state failing --order newest-failure', 'what is broken'],
  ]);
  onRun<TestListOptions>(program, list, async (context, _, options) => {
    const { testListCommand } = await import('../commands/test-case.ts');
    return testListCommand(context, options);
  });
  const show = command
    .command('show')
    .description('Show one test and its last runs.')
    .argument('<test>', TEST);
  onRun(program, show, async (context, [test]) => {
    const { testShowCommand } = await import('../commands/test-case.ts');
    return testShowCommand(context, test as string);
  });
  const owner = command
    .command('owner')
    .description('Say who looks after a test.')
    .argument('<test>', TEST)
    .argument('<user>', 'name or id; none for nobody');
  onRun(program, owner, async (context, [test, user]) => {
    const { testOwnerCommand } = await import('../commands/test-case.ts');
    return testOwnerCommand(context, { test: test as string, owner: user as string });
  });
}

function defineQuarantine(root: Command, program: Program): void {
  const command = root
    .command('quarantine')
    .summary('tests whose failures are not counted')
    .description('Tests in quarantine are run and recorded; their failures are not counted in the verdict.');
  const add = command
    .command('add')
    .description('Put a test into quarantine for a while.')
    .argument('<test>', TEST)
    .requiredOption('--reason <text>', 'why')
    .option('--days <n>', 'for how long, 90 at most', wholeNumber(1, 365), QUARANTINE_DAYS);
  addExamples(add, [["gauntlet quarantine add 'adds an item' --reason 'races, see #12'", 'for two weeks']]);
  onRun<QuarantineAddOptions>(program, add, async (context, [test], options) => {
    const { quarantineAddCommand } = await import('../commands/quarantine.ts');
    return quarantineAddCommand(context, test as string, options);
  });
  const list = addSearch(
    command.command('list', { isDefault: true }).description('List tests in quarantine.'),
  );
  onRun<TestListOptions>(program, list, async (context, _, options) => {
    const { testListCommand } = await import('../commands/test-case.ts');
    const asked = { command: 'gauntlet quarantine list', empty: ['No test is in quarantine.'] };
    return testListCommand(context, { ...options, state: 'quarantined', order: 'name' }, asked);
  });
  const remove = command
    .command('remove')
    .description('Take a test out of quarantine.')
    .argument('<test>', TEST);
  onRun(program, remove, async (context, [test]) => {
    const { quarantineRemoveCommand } = await import('../commands/quarantine.ts');
    return quarantineRemoveCommand(context, test as string);
  });
}

function defineCompare(root: Command, program: Program): void {
  const command = addPaging(
    root
      .command('compare')
      .summary('compare two executions')
      .description('Says what changed from one execution to another, test by test.')
      .argument('[before]', `${EXECUTION}, or 'previous': the run of the same definition before`, 'previous')
      .argument('[after]', EXECUTION, 'latest')
      .addOption(new Option('--kind <kind>', 'what to list').choices(KINDS).default('newly-failing'))
      .option('--percent <n>', 'slower or faster by more than this', wholeNumber(1, 10_000), 50),
  );
  addExamples(command, [
    ['gauntlet compare', 'what the last run broke that worked in the one before'],
    ['gauntlet compare 4f9a21bc latest --kind slower', 'what takes longer now'],
  ]);
  onRun<CompareOptions>(program, command, async (context, [before, after], options) => {
    const { compareCommand } = await import('../commands/compare.ts');
    return compareCommand(context, { before: before as string, after: after as string }, options);
  });
}
