/**
 * Which paths ignore files leave out, by gitignore's rules: the deepest file that decides wins, within a
 * file the last line that matches, and what lies in a left-out folder cannot be taken back in.
 * The pattern matching itself is the `ignore` package's.
 */
import ignore, { type Ignore } from 'ignore';

/** The rules of one folder; `base` is its path from the root of the walk's outermost folder, '' or 'a/b/'. */
type IgnoreLevel = { base: string; rules: Ignore };
/** Outermost first. */
export type IgnoreLevels = readonly IgnoreLevel[];
export type Decision = 'ignored' | 'taken' | 'undecided';

const newRules = (patterns: string | readonly string[]): Ignore =>
  ignore({ ignorecase: process.platform === 'darwin' }).add(patterns);

export function addLevel(
  levels: IgnoreLevels,
  base: string,
  patterns: string | readonly string[],
): IgnoreLevels {
  return patterns.length === 0 ? levels : [...levels, { base, rules: newRules(patterns) }];
}

/** @param path from the outermost folder, with a trailing slash when it is a folder */
export function decide(levels: IgnoreLevels, path: string): Decision {
  for (let index = levels.length - 1; index >= 0; index -= 1) {
    const level = levels[index];
    if (level === undefined) continue;
    const { ignored, unignored } = level.rules.test(path.slice(level.base.length));
    if (ignored) return 'ignored';
    if (unignored) return 'taken';
  }
  return 'undecided';
}

const escapeGlob = (path: string) => path.replace(/[\\*?[\]!# ]/g, '\\$&');

/**
 * The levels for what lies in `folder`, which is walked although some level leaves it out: a deeper
 * level (or the caller) overruled it. There that level must judge the contents by themselves, and not as
 * being in a left-out folder.
 */
export function enter(levels: IgnoreLevels, folder: string): IgnoreLevels {
  return levels.map((level) => {
    const path = folder.slice(level.base.length);
    if (path === '' || !level.rules.test(path).ignored) return level;
    return {
      base: level.base,
      rules: newRules([])
        .add(level.rules)
        .add(`!/${escapeGlob(path)}`),
    };
  });
}
