/** The sixteen colours every terminal has, in the reader's own theme. */
const CODES = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
} as const;
type Style = keyof typeof CODES;

export type Paint = Readonly<Record<Style, (text: string) => string>>;

const plain = (text: string) => text;
const styled =
  ([open, close]: readonly [number, number]) =>
  (text: string) =>
    text === '' ? '' : `\u001b[${open}m${text}\u001b[${close}m`;

export function createPaint(colours: 'on' | 'off'): Paint {
  const styles = Object.entries(CODES).map(([style, code]) => [
    style,
    colours === 'on' ? styled(code) : plain,
  ]);
  return Object.fromEntries(styles) as Paint;
}

/** `--no-color`, then FORCE_COLOR, then NO_COLOR (https://no-color.org), then what the stream is. */
export function decideColours(
  env: Readonly<Record<string, string | undefined>>,
  wish: { noColor: boolean; isTerminal: boolean },
): 'on' | 'off' {
  if (wish.noColor) return 'off';
  const forced = env.FORCE_COLOR;
  if (forced !== undefined) return forced === '0' || forced === 'false' ? 'off' : 'on';
  if (env.NO_COLOR) return 'off';
  return wish.isTerminal && env.TERM !== 'dumb' ? 'on' : 'off';
}
