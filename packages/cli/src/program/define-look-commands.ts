/** Commands that look at executions. */
import { type Command, Option } from 'commander';
import { addExamples, onRun, type Program } from './define.ts';
import type {
  ArtifactGetOptions,
  ArtifactListOptions,
  ListOptions,
  LogOptions,
  ResultOptions,
} from './option-types.ts';
import { commaList, pastMoment, wholeNumber } from './option-values.ts';

const DEFINITION = 'its name or its id';
const EXECUTION = "its id, an end of it, or 'latest'";

const addPaging = (command: Command, fallback: number): Command =>
  command
    .option('--limit <n>', 'at most so many', wholeNumber(1, 500), fallback)
    .option('--cursor <cursor>', 'where the last page ended');

function defineList(root: Command, program: Program): void {
  const command = root
    .command('list')
    .alias('ls')
    .summary('list executions')
    .description(
      'Lists executions, the newest first. Into a pipe: tab-separated, whole ids, times in ISO 8601.',
    )
    .option('--view <view>', 'a saved view, its name or its id; filters given besides count before its own')
    .option('--status <list>', 'queued, running, archived, ... (by commas)', commaList)
    .option('--verdict <list>', 'passed, flaky, failed, ... (by commas)', commaList)
    .option('--name <text>', 'part of the name')
    .option('--tag <key=value>', 'a tag, or key alone')
    .option('--since <time>', 'a time, or an age such as 2h or 7d', pastMoment)
    .option('--until <time>', 'likewise', pastMoment);
  addPaging(command, 20);
  addExamples(command, [
    ['gauntlet list --verdict failed --since 7d', 'what failed this week'],
    ['gauntlet list --view Failed', 'what is not green'],
    ['gauntlet list --json | jq .items[0]', 'the newest as JSON'],
  ]);
  onRun<ListOptions>(program, command, async (context, _, options) => {
    const { listCommand } = await import('../commands/list.ts');
    return listCommand(context, options);
  });
}

function defineShow(root: Command, program: Program): void {
  const command = root
    .command('show')
    .summary('show one execution')
    .description('Shows an execution: verdict, counts, groups, failures, report.')
    .argument('[execution]', EXECUTION, 'latest')
    .option('-f, --follow', 'follow it to its end, with the exit codes of run');
  addExamples(command, [['gauntlet show --follow latest', 'join the last run']]);
  onRun<{ follow?: boolean }>(program, command, async (context, [id], options) => {
    const { showCommand } = await import('../commands/show.ts');
    return showCommand(context, id as string, options);
  });
}

function defineLogs(root: Command, program: Program): void {
  const command = root
    .command('logs')
    .summary('print what the tests printed')
    .description('Prints the logs of an execution; with several groups each line begins with its group.')
    .argument('[execution]', EXECUTION, 'latest')
    .option('-f, --follow', 'go on until the execution ends')
    .option('--group <n>', 'one group only, 1 for the first', wholeNumber(1, 500))
    .addOption(new Option('--stream <stream>', 'one stream only').choices(['setup', 'output']));
  addExamples(command, [
    ['gauntlet logs -f latest', 'follow the last run'],
    ['gauntlet logs 4f9a21bc --stream setup', 'what the set-up printed'],
  ]);
  onRun<LogOptions>(program, command, async (context, [id], options) => {
    const { logsCommand } = await import('../commands/logs.ts');
    return logsCommand(context, id as string, options);
  });
}

function defineResults(root: Command, program: Program): void {
  const command = root
    .command('results')
    .summary('list the results of an execution')
    .description('Lists the results, failures first; with the id of a result, all of that one.')
    .argument('[execution]', EXECUTION, 'latest')
    .argument('[result]', 'id of one result, or an end of it')
    .option('--status <list>', 'passed, failed, error, skipped, flaky (by commas)', commaList)
    .option('--search <text>', 'part of the name, the suite or the file')
    .option('--attempt <n>', 'of this attempt, 1 for the first', wholeNumber(1, 11));
  addPaging(command, 50);
  addExamples(command, [['gauntlet results --status failed,error', 'the failures of the last run']]);
  onRun<ResultOptions>(program, command, async (context, [id, result], options) => {
    const { resultsCommand } = await import('../commands/results.ts');
    return resultsCommand(context, id as string, result as string | undefined, options);
  });
}

function defineArtifacts(root: Command, program: Program): void {
  const command = root
    .command('artifacts')
    .summary('list or fetch the files an execution left')
    .description('Lists the artifacts of an execution; `gauntlet artifacts get` fetches them.')
    .argument('[execution]', EXECUTION, 'latest')
    .option('--type <type>', 'screenshot, video, trace, log, junit, html-report, ...');
  addPaging(command, 100);
  onRun<ArtifactListOptions>(program, command, async (context, [id], options) => {
    const { artifactsCommand } = await import('../commands/artifacts.ts');
    return artifactsCommand(context, id as string, options);
  });
  const get = command
    .command('get')
    .summary('fetch artifacts')
    .description(
      'Fetches artifacts by name or id, all of them when none is named, and checks their checksums.',
    )
    .argument('[execution]', EXECUTION, 'latest')
    .argument('[names...]', 'names or ids')
    .option('--type <type>', 'only of this type')
    .option('-o, --output <folder>', 'where to; - for standard output', 'gauntlet-artifacts')
    .option('--force', 'replace files that are there');
  addExamples(get, [
    ['gauntlet artifacts get latest junit.xml -o -', 'one to standard output'],
    ['gauntlet artifacts get --type screenshot', 'every screenshot of the last run'],
  ]);
  onRun<ArtifactGetOptions>(program, get, async (context, [id, names], options) => {
    const { artifactsGetCommand } = await import('../commands/artifacts-get.ts');
    return artifactsGetCommand(context, id as string, names as string[], options);
  });
}

function defineDefinition(root: Command, program: Program): void {
  const command = root
    .command('definition')
    .summary('what was submitted under a name')
    .description('Definitions: what was submitted under a name.');
  const list = command.command('list', { isDefault: true }).description('List them, the last changed first.');
  list.option('--search <text>', 'part of the name');
  addPaging(list, 20);
  onRun<{ limit: number; cursor?: string; search?: string }>(program, list, async (context, _, options) => {
    const { definitionListCommand } = await import('../commands/definition.ts');
    return definitionListCommand(context, options);
  });
  const show = command
    .command('show')
    .description('Show one in its newest version.')
    .argument('<definition>', DEFINITION);
  onRun(program, show, async (context, [typed]) => {
    const { definitionShowCommand } = await import('../commands/definition.ts');
    return definitionShowCommand(context, typed as string);
  });
  const plan = command
    .command('plan')
    .description('How its tests would be shared out, and about how long that takes, by earlier runs.')
    .argument('<definition>', DEFINITION)
    .option('-p, --parallel <n>', "groups; the definition's own number when left out", wholeNumber(1, 500));
  onRun<{ parallel?: number }>(program, plan, async (context, [typed], options) => {
    const { definitionPlanCommand } = await import('../commands/definition.ts');
    return definitionPlanCommand(context, typed as string, options);
  });
  defineDefinitionChanges(command, program);
}

function defineDefinitionChanges(command: Command, program: Program): void {
  const save = command
    .command('save')
    .description('Save a definition file as the newest version of its name, without running it.')
    .argument('<file>', 'a definition with its content (YAML or JSON)');
  onRun(program, save, async (context, [file]) => {
    const { definitionSaveCommand } = await import('../commands/definition-save.ts');
    return definitionSaveCommand(context, file as string);
  });
  const restore = command
    .command('restore')
    .description('Bring a removed one back, with its versions and its history.')
    .argument('<id>', 'its id');
  onRun(program, restore, async (context, [id]) => {
    const { definitionRestoreCommand } = await import('../commands/definition.ts');
    return definitionRestoreCommand(context, id as string);
  });
  const remove = command
    .command('rm')
    .description('Remove one; what was run of it stays.')
    .argument('<definition>', DEFINITION);
  onRun(program, remove, async (context, [typed]) => {
    const { definitionRemoveCommand } = await import('../commands/definition.ts');
    return definitionRemoveCommand(context, typed as string);
  });
}

export function defineLookCommands(root: Command, program: Program): void {
  defineList(root, program);
  defineShow(root, program);
  defineLogs(root, program);
  defineResults(root, program);
  defineArtifacts(root, program);
  defineDefinition(root, program);
}
