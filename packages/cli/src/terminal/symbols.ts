export type Symbols = {
  passed: string;
  failed: string;
  skipped: string;
  warning: string;
  retry: string;
  dot: string;
  within: string;
  bar: { full: string; empty: string };
  spinner: readonly string[];
};

const UNICODE: Symbols = {
  passed: '✓',
  failed: '✗',
  skipped: '○',
  warning: '▲',
  retry: '↻',
  dot: '·',
  within: '›',
  bar: { full: '━', empty: '─' },
  spinner: ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'],
};
const ASCII: Symbols = {
  passed: '+',
  failed: 'x',
  skipped: 'o',
  warning: '!',
  retry: '~',
  dot: '-',
  within: '>',
  bar: { full: '#', empty: '.' },
  spinner: ['|', '/', '-', '\\'],
};

/** ASCII for the Linux console and for those who say that their locale is C; containers say nothing at all. */
export function chooseSymbols(env: Readonly<Record<string, string | undefined>>): Symbols {
  const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
  return env.TERM === 'linux' || locale === 'C' || locale === 'POSIX' ? ASCII : UNICODE;
}
