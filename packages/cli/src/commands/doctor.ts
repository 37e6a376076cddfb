import { callerPath } from '../../bin/caller-path.mjs';
import { type CommandContext, connect } from '../command-context.ts';
import { dataDirectory, thisHost } from '../connection/data-directory.ts';
import { type Check, fine, problem } from '../doctor/check.ts';
import { checkDataFolder, checkDisk, checkNode, checkPort, checkPrograms } from '../doctor/check-host.ts';
import { checkServer } from '../doctor/check-server.ts';
import { EXIT, type ExitCode } from '../exit-code.ts';
import { countText } from '../terminal/amounts.ts';
import { padEnd, widthOf } from '../terminal/display-width.ts';
import { printable } from '../terminal/printable.ts';

/** No server at all is fine: `gauntlet run` starts one. A server that was named must be there. */
async function serverChecks(context: CommandContext): Promise<Check[]> {
  const connection = await connect(context);
  if (connection.ok) return checkServer(connection.value);
  if (connection.error.code !== 'no-server') {
    return [problem('Server', connection.error.message, connection.error.advice ?? 'Check the URL.')];
  }
  const database = context.env.DATABASE_URL ? 'the one of DATABASE_URL' : 'its own, started with it';
  return [
    fine('Server', 'none runs here; `gauntlet run` starts one'),
    fine('Database', database),
    await checkPort(),
  ];
}

async function allChecks(context: CommandContext): Promise<Check[]> {
  const folder = dataDirectory(context.options.dataDir, context.env, thisHost(), context.cwd);
  const path = context.env.GAUNTLET_CALLER_PATH || callerPath(context.env.PATH);
  const [data, disk, programs, server] = await Promise.all([
    checkDataFolder(folder),
    checkDisk(folder),
    checkPrograms(path),
    serverChecks(context),
  ]);
  return [checkNode(process.versions.node), data, disk, ...server, ...programs];
}

const SIGN = {
  fine: ['passed', 'green'],
  warning: ['warning', 'yellow'],
  problem: ['failed', 'red'],
} as const;

function printChecks(context: CommandContext, checks: readonly Check[]): void {
  const { out } = context;
  const width = Math.max(...checks.map(({ name }) => widthOf(name)));
  for (const { name, state, found, advice } of checks) {
    const [sign, colour] = SIGN[state];
    out.line(`${out.paint[colour](out.symbols[sign])} ${padEnd(name, width)}  ${printable(found)}`);
    if (advice !== undefined) out.line(out.paint.dim(`  ${' '.repeat(width)}  ${printable(advice)}`));
  }
  const count = (state: Check['state']) => checks.filter((check) => check.state === state).length;
  const problems = count('problem');
  const warnings = count('warning');
  const verdict = problems > 0 ? countText(problems, 'problem') : 'Nothing stands in the way';
  out.line(`\n${verdict}${warnings > 0 ? `, ${countText(warnings, 'warning')}` : ''}.`);
}

export async function doctorCommand(context: CommandContext): Promise<ExitCode> {
  const checks = await allChecks(context);
  const isWell = checks.every(({ state }) => state !== 'problem');
  if (context.options.json) context.out.json({ ok: isWell, checks });
  else printChecks(context, checks);
  return isWell ? EXIT.passed : EXIT.couldNotRun;
}
