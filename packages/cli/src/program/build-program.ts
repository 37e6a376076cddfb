/** The whole command line as data: names, options, help. Light on purpose, since `--help` and completion load it. */
import { Command } from 'commander';
import { VERSION } from '../version.ts';
import { addExamples, type Program } from './define.ts';
import { defineAccessCommands } from './define-access-commands.ts';
import { defineAuditCommand } from './define-audit-command.ts';
import { defineChannelCommands } from './define-channel-commands.ts';
import { defineClusterCommands } from './define-cluster-commands.ts';
import { defineEnvironmentCommands } from './define-environment-commands.ts';
import { defineFailureCommands } from './define-failure-commands.ts';
import { defineLookCommands } from './define-look-commands.ts';
import { defineNotifyCommands } from './define-notify-commands.ts';
import { definePeopleCommands } from './define-people-commands.ts';
import { defineProfileCommands } from './define-profile-commands.ts';
import { defineProjectCommands } from './define-project-commands.ts';
import { defineQuotaCommands } from './define-quota-commands.ts';
import { defineRunCommands } from './define-run-commands.ts';
import { defineScheduleCommands } from './define-schedule-commands.ts';
import { defineServerCommands } from './define-server-commands.ts';
import { defineTeamCommands } from './define-team-commands.ts';
import { defineTestCommands } from './define-test-commands.ts';
import { defineViewCommands } from './define-view-commands.ts';
import { refuseUnknown } from './refuse-unknown.ts';

export type { Handler, Program } from './define.ts';

const EXIT_CODES = `
Exit codes:
  0    passed (a flaky run too: it says so)
  1    tests failed
  2    could not run: set-up, infrastructure, timeout, no server, anything unknown
  3    wrong usage or a faulty definition
  130  interrupted`;

function addGlobalOptions(command: Command): Command {
  return command
    .option('--server <url>', 'the server to talk to (also: GAUNTLET_URL)')
    .option('--profile <name>', 'a server signed in to, by its profile (also: GAUNTLET_PROFILE)')
    .option('--token <token>', 'its token (better: GAUNTLET_TOKEN, or gauntlet login)')
    .option('--data-dir <folder>', "the folder of this host's own server (also: GAUNTLET_DATA_DIR)")
    .option('--project <name>', 'work in this project: its name or id (also: GAUNTLET_PROJECT)')
    .option('--no-project', "work in all of your team, whatever the profile's project is")
    .option('--json', 'JSON on standard output')
    .option('--utc', 'times in UTC')
    .option('--no-color', 'no colours (also: NO_COLOR, FORCE_COLOR)');
}

export function buildProgram(program: Program): Command {
  const root = new Command('gauntlet')
    .description('Runs the tests you have, in parallel, and tells what broke.')
    .version(VERSION, '-V, --version', 'the version')
    .helpOption('-h, --help', 'help for a command')
    .helpCommand('help [command]', 'help for a command')
    .configureHelp({ sortSubcommands: false, showGlobalOptions: false })
    .configureOutput({
      writeOut: (text) => program.out.raw(text),
      writeErr: (text) => program.err.raw(text),
      getOutHelpWidth: () => Math.min(100, program.out.columns()),
      getErrHelpWidth: () => Math.min(100, program.err.columns()),
      getOutHasColors: () => program.out.isTerminal,
      getErrHasColors: () => program.err.isTerminal,
    })
    .showSuggestionAfterError()
    .showHelpAfterError('Add --help to see what there is.')
    .exitOverride();
  addGlobalOptions(root);
  defineRunCommands(root, program);
  defineLookCommands(root, program);
  defineViewCommands(root, program);
  defineTestCommands(root, program);
  defineFailureCommands(root, program);
  defineScheduleCommands(root, program);
  defineServerCommands(root, program);
  defineClusterCommands(root, program);
  defineEnvironmentCommands(root, program);
  defineAccessCommands(root, program);
  definePeopleCommands(root, program);
  defineChannelCommands(root, program);
  defineNotifyCommands(root, program);
  defineTeamCommands(root, program);
  defineProfileCommands(root, program);
  defineQuotaCommands(root, program);
  defineAuditCommand(root, program);
  defineProjectCommands(root, program);
  addExamples(root, [
    ['gauntlet run', 'the tests of this folder'],
    ['gauntlet run --parallel 4', 'the same in four groups'],
    ['gauntlet list', 'what has run'],
    ['gauntlet rerun --failed latest', 'what failed, once more'],
  ]).addHelpText('after', EXIT_CODES);
  refuseUnknown(root);
  return root;
}
