/** A stack as one reads it: the own frames stand out, those of libraries stay in the background. */
import { stripAnsi } from '../ansi.ts';

export type StackPart =
  | { kind: 'text' | 'own'; text: string }
  /** Frames in a row that are not of the tested project. */
  | { kind: 'foreign'; lines: string[] };

const FRAME = /^\s*(at\s|File ".*", line \d+|.+:\d+: in \w|goroutine \d+|❯\s)/;
const FOREIGN =
  /node_modules|\(?node:|<anonymous>$|site-packages|\/lib\/python\d|\/usr\/(local\/)?(lib|go)\/|<frozen |java\.base\//;

const kindOf = (line: string): 'text' | 'own' | 'foreign' =>
  !FRAME.test(line) ? 'text' : FOREIGN.test(line) ? 'foreign' : 'own';

/** @param message what is shown above it: the stack's own copy of it is left out */
export function readStack(stack: string, message: string | null): StackPart[] {
  const parts: StackPart[] = [];
  for (const text of withoutMessage(stripAnsi(stack), message === null ? '' : stripAnsi(message)).split(
    '\n',
  )) {
    const kind = kindOf(text);
    const last = parts.at(-1);
    if (kind !== 'foreign') parts.push({ kind, text });
    else if (last?.kind === 'foreign') last.lines.push(text);
    else parts.push({ kind, lines: [text] });
  }
  return parts;
}

/** `AssertionError: <message>` and then the frames: what is above is not told twice. */
function withoutMessage(stack: string, message: string): string {
  const at = message === '' ? -1 : stack.indexOf(message);
  if (at === -1 || at > 80 || stack.slice(0, at).includes('\n')) return stack.trimEnd();
  return stack
    .slice(at + message.length)
    .replace(/^\s*\n/, '')
    .trimEnd();
}
