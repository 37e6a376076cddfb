/** Helpers with which the commands are declared; handlers are imported only when they run. */
import type { Command } from 'commander';
import type { CommandContext, GlobalOptions } from '../command-context.ts';
import type { Output } from '../terminal/output.ts';

export type Handler = (context: CommandContext) => Promise<number>;
export type Program = {
  out: Output;
  err: Output;
  run: (handler: Handler, options: GlobalOptions) => Promise<void>;
  hasExtraArgs: boolean;
};

export type Example = readonly [command: string, what: string];

/** Examples below a command's help, aligned. */
export function addExamples(command: Command, examples: readonly Example[]): Command {
  const width = Math.max(...examples.map(([text]) => text.length));
  const lines = examples.map(([text, what]) => `  ${text.padEnd(width)}   ${what}`);
  return command.addHelpText('after', `\nExamples:\n${lines.join('\n')}`);
}

/**
 * The action of a command: `handler` gets the positional arguments and the command's own options.
 * Commander hands over the arguments, then the options, then the command.
 */
export function onRun<Options extends object>(
  program: Program,
  command: Command,
  handler: (
    context: CommandContext,
    args: readonly (string | string[] | undefined)[],
    options: Options,
  ) => Promise<number>,
  extra: 'refuse-extra' | 'take-extra' = 'refuse-extra',
): Command {
  return command.action(async (...given: unknown[]) => {
    const args = given.slice(0, -2) as (string | string[] | undefined)[];
    if (program.hasExtraArgs && extra === 'refuse-extra') {
      command.error("error: arguments after -- are only for 'gauntlet run'");
    }
    const options = command.opts<Options>();
    await program.run((context) => handler(context, args, options), command.optsWithGlobals<GlobalOptions>());
  });
}
