/** What every command gets: where it is, how it speaks, and the options that all commands share. */

import type { Result } from '@gauntlet/core/kernel';
import type { Connection } from './connection/connection.ts';
import { enterProject } from './connection/enter-project.ts';
import { findServer } from './connection/find-server.ts';
import type { ExitCode } from './exit-code.ts';
import type { Refused } from './refused.ts';
import type { MomentStyle } from './terminal/moments.ts';
import type { Output } from './terminal/output.ts';
import { printable, printableLines } from './terminal/printable.ts';

export type GlobalOptions = {
  server?: string;
  profile?: string;
  token?: string;
  dataDir?: string;
  /** `false` by `--no-project`. */
  project?: string | false;
  json?: boolean;
  utc?: boolean;
  color?: boolean;
};

export type CommandContext = {
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  stdin: NodeJS.ReadStream;
  out: Output;
  err: Output;
  options: GlobalOptions;
  /** What stood after `--`. */
  extraArgs: readonly string[];
};

export const momentStyle = (context: CommandContext): MomentStyle =>
  context.options.utc ? 'utc' : 'relative';

/** The server, for commands that only ask: none is started for them. */
export async function connect(context: CommandContext): Promise<Result<Connection, Refused>> {
  const { server, profile, token, dataDir } = context.options;
  const { env, cwd } = context;
  const where = { server, profile, token, dataDir, env, cwd };
  const found = await findServer({ ...where, whenNone: 'refuse', onProgress: () => undefined });
  return found.ok ? enterProject(found.value, projectOf(context, found.value)) : found;
}

/** --project before GAUNTLET_PROJECT before the profile's; undefined for the whole home team. */
export const projectOf = (
  { options, env }: CommandContext,
  { defaultProject }: Connection,
): string | undefined =>
  options.project === false
    ? undefined
    : options.project || env.GAUNTLET_PROJECT || (defaultProject ?? undefined);

/** Says on standard error what could not be done; with --json an object on standard output as well. */
export function reportRefused(context: CommandContext, refused: Refused): ExitCode {
  const { err, out, options } = context;
  const { paint, symbols } = err;
  const [first = '', ...rest] = printableLines(refused.message);
  err.line(`${paint.red(symbols.failed)} ${first}`);
  for (const line of rest) err.line(`  ${line}`);
  for (const { path, message } of refused.faults ?? []) {
    const place = paint.bold(printable(path));
    err.line(message === refused.message ? `  at ${place}` : `  ${place}: ${printable(message)}`);
  }
  if (refused.advice !== undefined) err.line(paint.dim(`  ${printable(refused.advice)}`));
  if (options.json) {
    const { code, message, advice, faults } = refused;
    out.json({ type: 'error', code, message, advice, faults }, 'line');
  }
  return refused.exitCode;
}
