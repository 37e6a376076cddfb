/** The command that foretells a run. */
import { type Command, Option } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type { SimulateOptions } from './option-types.ts';
import { groupCounts, numberWithin, spanMs, wholeNumber } from './option-values.ts';

// Written out, since core's would be loaded for every --help; a test holds them to it.
const NOTICE_MS = 120_000;
const LOSS_NOTICED_MS = 90_000;
const SCALE_DOWN_MS = 600_000;
const LIMIT_MS = 7_200_000;

const span = (flags: string, about: string, fallback: number, said: string) =>
  new Option(flags, about).argParser(spanMs).default(fallback, said);

const defineSource = (command: Command): Command =>
  command
    .option(
      '--units <file...>',
      'what the units take: a JSON list of {"key", "durationMs"}, or reports (CTRF, JUnit XML), one a run',
    )
    .addOption(
      new Option('--definition <name>', 'instead: what the server knows of it, by name or id').conflicts(
        'units',
      ),
    )
    .addOption(
      new Option('-p, --parallelism <list>', 'numbers of groups: 1,2,4 or 8..64, which doubles')
        .argParser(groupCounts)
        .default('auto'),
    );

const defineNodes = (command: Command): Command =>
  command
    .option(
      '--nodes <group...>',
      'NAME,cpu=,memory=[,spot][,price=][,min=][,max=][,start=][,pods=], or a .json list (default: this host)',
    )
    .option('--cpu <cores>', 'what a group asks for: 0.5, 500m', '1')
    .option('--memory <size>', 'likewise: 512Mi', '128Mi')
    .addOption(
      new Option('--spot <wish>', 'nodes that may be taken away').choices(['prefer', 'allow', 'refuse']),
    )
    .addOption(
      new Option('--expander <kind>', 'which node group is added to: the first named, or the best filled')
        .choices(['priority', 'least-waste'])
        .default('priority'),
    )
    .addOption(span('--scale-down-delay <time>', 'how long an idle node stays', SCALE_DOWN_MS, '10m'))
    .addOption(
      new Option('--spot-interruptions <rate>', 'how often a spot node is taken away, in an hour')
        .argParser(numberWithin(0, 1000))
        .default(0),
    )
    .addOption(span('--notice <time>', 'before it is', NOTICE_MS, '2m'))
    .addOption(span('--loss-noticed <time>', 'until its groups are known to be lost', LOSS_NOTICED_MS, '90s'))
    .option(
      '--most-losses <n>',
      'groups lost after which a run ends as infrastructure (default: as many as the server lets pass)',
      wholeNumber(0, 1_000_000),
    );

const defineTimes = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--start <when>',
        'when the other groups are ordered (default: together on --nodes, after-listing on this host)',
      ).choices(['after-listing', 'together']),
    )
    .addOption(span('--pod-start <time>', "from a group's order to its first command", 1000, '1s'))
    .addOption(span('--setup <time>', 'what the first group prepares: fetch, install, list', 0, '0'))
    .addOption(
      new Option('--group-setup <time>', 'what each other group prepares (default: --setup)').argParser(
        spanMs,
      ),
    )
    .addOption(span('--batch-start <time>', "the framework's start, once a claim", 0, '0'))
    .addOption(span('--timeout <time>', "the run's limit", LIMIT_MS, '2h'))
    .option('--variation <share>', 'how far units are from their times', numberWithin(0, 2), 0.1);

const defineAnswer = (command: Command): Command =>
  command
    .option('--simulations <n>', 'of each parallelism', wholeNumber(1, 10_000), 200)
    .option('--seed <n>', 'another seed, other chances', wholeNumber(0, 2 ** 31 - 1), 1)
    .option(
      '--within <percent>',
      'recommend the fewest groups this near to the best',
      numberWithin(0, 1000),
      10,
    )
    .option('--runs-per-day <n>', 'show what a day costs as well', numberWithin(0, 1_000_000))
    .option('--timeline', 'show one run of the recommended parallelism, step by step');

export function defineSimulateCommand(root: Command, program: Program): void {
  const command = root
    .command('simulate')
    .summary('foretell how long a run takes and what it costs')
    .description(
      'Plays a run through by the claims and places of the server itself, many times for each number of groups: how ' +
        'long it takes, how many node-hours, what that costs, and which parallelism is enough. Needs no server but ' +
        'for --definition.',
    );
  defineAnswer(defineTimes(defineNodes(defineSource(command))));
  addExamples(command, [
    ['gauntlet simulate --units timings.json', 'on the cores of this host'],
    ['gauntlet simulate --definition checkout -p 1,2,4,8', 'with the times that earlier runs took'],
    [
      'gauntlet simulate --units junit.xml --nodes m5,spot,cpu=3.92,memory=14.5Gi,price=0.08,max=20',
      'in a cluster',
    ],
    [
      '... --spot-interruptions 0.05 --setup 30s --runs-per-day 40',
      'with what goes wrong, and what a day costs',
    ],
  ]);
  onRun<SimulateOptions>(program, command, async (context, _, options) => {
    const { simulateCommand } = await import('../commands/simulate.ts');
    return simulateCommand(context, options);
  });
}
