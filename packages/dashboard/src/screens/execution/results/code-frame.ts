/** The lines of a source around one of them. */
export type CodeLine = { number: number; text: string; here: boolean };

const BEFORE = 5;
const AFTER = 3;

export function frameOf(source: string, line: number): CodeLine[] {
  const lines = source.split('\n');
  if (line < 1 || line > lines.length) return [];
  const from = Math.max(1, line - BEFORE);
  return lines
    .slice(from - 1, line + AFTER)
    .map((text, index) => ({ number: from + index, text, here: from + index === line }));
}

const FRAME = /^(?:at .*?\(?|File ")?((?:file:\/\/)?[^\s()"]+?)(?::|", line )(\d+)/;

/** Where in this file the stack was: the innermost frame of it. */
export function lineInStack(stack: string, file: string): number | null {
  for (const frame of stack.split('\n')) {
    const [, path, line] = FRAME.exec(frame.trim()) ?? [];
    if (path !== undefined && (path === file || path.endsWith(`/${file}`))) return Number(line);
  }
  return null;
}
