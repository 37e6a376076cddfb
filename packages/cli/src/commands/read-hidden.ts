/** Values that must not be seen: asked for without an echo, or read from standard input; never from argv. */
import { ok, type Result, refuse } from '@gauntlet/core/kernel';
import type { CommandContext } from '../command-context.ts';
import { EXIT } from '../exit-code.ts';
import { cannotRun, type Refused, usageRefused } from '../refused.ts';

const MOST_BYTES = 1_000_000;

async function readAll(stdin: NodeJS.ReadStream): Promise<Result<string, Refused>> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of stdin) {
    chunks.push(Buffer.from(chunk));
    sizeBytes += chunk.length;
    if (sizeBytes > MOST_BYTES) return refuse(usageRefused('Standard input is larger than 1 MB.'));
  }
  try {
    return ok(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    // The decoder says only that it failed; what follows says what to do.
    return refuse(
      usageRefused('Standard input is not UTF-8 text.', 'Encode binary values, for example as base64.'),
    );
  }
}

async function ask(context: CommandContext, question: string): Promise<Result<string, Refused>> {
  const { password, isCancel } = await import('@clack/prompts');
  const answer = await password({ message: question, input: context.stdin, output: process.stderr });
  if (isCancel(answer))
    return refuse({ ...cannotRun('interrupted', 'Interrupted.'), exitCode: EXIT.interrupted });
  return ok(answer ?? '');
}

/** One line break at the end is dropped, since files and `echo` end with one. */
export async function readHidden(
  context: CommandContext,
  question: string,
): Promise<Result<string, Refused>> {
  const read = context.stdin.isTTY ? await ask(context, question) : await readAll(context.stdin);
  if (!read.ok) return read;
  const value = read.value.replace(/\r?\n$/, '');
  return value === ''
    ? refuse(usageRefused('The value is empty.', 'Type it, or send it on standard input.'))
    : ok(value);
}
