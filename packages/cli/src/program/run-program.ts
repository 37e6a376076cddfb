/** From argv to an exit code: parses, runs the one command, turns every way of failing into its code. */
import { CommanderError } from 'commander';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-code.ts';
import { createOutput, type OutputStream } from '../terminal/output.ts';
import { buildProgram, type Handler } from './build-program.ts';

export type Invocation = {
  argv: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  stdin: NodeJS.ReadStream;
  stdout: OutputStream;
  stderr: OutputStream;
};

/** What follows `--` goes to the framework and is none of ours to parse. */
function splitArguments(argv: readonly string[]): { own: string[]; extra: string[] } {
  const at = argv.indexOf('--');
  return at === -1 ? { own: [...argv], extra: [] } : { own: argv.slice(0, at), extra: argv.slice(at + 1) };
}

/** Without the options parsed yet: only whether colour is refused matters so early. */
const wantsNoColour = (own: readonly string[]) => own.includes('--no-color');

/** Help and version that were asked for are a success; everything else the parser ends with is wrong usage. */
function reportUsage({ out }: CommandContext, error: CommanderError, own: readonly string[]): number {
  if (error.exitCode === 0) return EXIT.passed;
  if (own.includes('--json'))
    out.json({ type: 'error', code: 'usage', message: error.message.replace(/^error: /, '') }, 'line');
  return EXIT.usage;
}

/** A bug, told as one: what happened and where, and never an exit code that means "passed" or "failed". */
function reportBug(context: CommandContext, error: unknown): number {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  for (const line of `This is a fault of gauntlet itself.\n${text}`.split('\n')) context.err.line(line);
  if (context.options.json) {
    context.out.json({ type: 'error', code: 'internal-error', message: String(error) }, 'line');
  }
  return EXIT.couldNotRun;
}

export async function runProgram(invocation: Invocation): Promise<number> {
  const { env, cwd, stdin } = invocation;
  const { own, extra } = splitArguments(invocation.argv);
  const wish = { noColor: wantsNoColour(own) };
  const out = createOutput(invocation.stdout, env, wish);
  const err = createOutput(invocation.stderr, env, wish);
  const context: CommandContext = { env, cwd, stdin, out, err, options: {}, extraArgs: extra };
  let exitCode: number = EXIT.couldNotRun;
  const run = async (handler: Handler, options: CommandContext['options']) => {
    context.options = options;
    exitCode = await handler(context);
  };
  try {
    await buildProgram({ out, err, run, hasExtraArgs: extra.length > 0 }).parseAsync(own, { from: 'user' });
  } catch (error) {
    exitCode = error instanceof CommanderError ? reportUsage(context, error, own) : reportBug(context, error);
  }
  await Promise.all([out.flush(), err.flush()]);
  return exitCode;
}
