/**
 * Globs over relative paths with forward slashes: `*` and `?` within a name, a whole `**` across folders,
 * `{a,b}` for either, `[ab]` for a character. As in a shell, `*` does not match a leading dot.
 */
const SPECIAL = /[.+^$()|\\]/;

function readBraces(glob: string, open: number): { parts: string[]; close: number } | undefined {
  const parts: string[] = [];
  let depth = 0;
  let from = open + 1;
  for (let at = open; at < glob.length; at += 1) {
    const character = glob[at];
    if (character === '{') depth += 1;
    if (character === '}') depth -= 1;
    if (depth === 0 || (depth === 1 && character === ',')) {
      parts.push(glob.slice(from, at));
      from = at + 1;
    }
    if (depth === 0) return { parts, close: at };
  }
  return undefined;
}

/** What stands at `at`, as a regular expression, and where the next begins. */
function translate(glob: string, at: number): { source: string; next: number } {
  const character = glob[at] ?? '';
  const startsName = at === 0 || glob[at - 1] === '/';
  if (startsName && glob.startsWith('**/', at)) return { source: '(?:(?!\\.)[^/]+/)*', next: at + 3 };
  if (startsName && glob.slice(at) === '**')
    return { source: '(?:(?!\\.)[^/]+(?:/(?!\\.)|$))*', next: at + 2 };
  if (character === '*') return { source: `${startsName ? '(?!\\.)' : ''}[^/]*`, next: at + 1 };
  if (character === '?') return { source: '[^/]', next: at + 1 };
  const set = character === '[' ? /^\[[!^]?\]?[^\]/]*\]/.exec(glob.slice(at))?.[0] : undefined;
  if (set) return { source: set.replace(/^\[!/, '[^').replaceAll('\\', '\\\\'), next: at + set.length };
  const braces = character === '{' ? readBraces(glob, at) : undefined;
  if (braces) {
    return { source: `(?:${braces.parts.map(sourceOf).join('|')})`, next: braces.close + 1 };
  }
  return {
    source: SPECIAL.test(character) || '[]{}'.includes(character) ? `\\${character}` : character,
    next: at + 1,
  };
}

function sourceOf(glob: string): string {
  let source = '';
  for (let at = 0; at < glob.length; ) {
    const { source: piece, next } = translate(glob, at);
    source += piece;
    at = next;
  }
  return source;
}

/** A test of relative paths against `glob`. */
export function createGlobMatcher(glob: string): (path: string) => boolean {
  const expression = new RegExp(`^${sourceOf(glob.replace(/^\.\//, ''))}$`);
  return (path) => expression.test(path);
}
