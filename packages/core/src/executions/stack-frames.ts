/**
 * The frames of a stack that are of the project under test, the one nearest to the failure first: of Node.js,
 * browsers, the JVM, .NET, Python, Go, Rust, Ruby and PHP. A stack is a stranger's text: no line costs more than
 * its length squared, and a line is short.
 */

/** `file` as it stands there, without `file://`. `within` is empty where the frame has no name, or a test runner's. */
export type StackFrame = { file: string; line: number; within: string };

const LONGEST_LINE = 500;

/** V8 and what looks like it: `at total (src/cart.ts:3:7)`, `at src/cart.ts:3:7`, `❯ total src/cart.ts:3:7`. */
const V8 =
  /^\s*(?:at|❯|›)\s+(?:async\s+)?(?:new\s+)?(?<within>.*?)\s?\(?(?<file>(?:file:\/\/)?[^\s()]+?):(?<line>\d+)(?::\d+)?\)?$/;
/** Firefox and Safari: `total@http://localhost/src/cart.js:3:7`. */
const MOZILLA = /^\s*(?<within>[^@\s]*)@(?<file>(?:file:\/\/|https?:\/\/)?[^\s()]+?):(?<line>\d+):\d+$/;
/** The JVM: `at shop.Cart.total(Cart.java:12)`. */
const JVM =
  /^\s*at\s+(?:[\w.$-]+\/)?(?<within>[\w.$<>]+)\((?<file>[\w$-]+\.(?:java|kt|scala|groovy)):(?<line>\d+)\)$/;
/** .NET: `at Shop.Cart.Total() in /src/Cart.cs:line 12`. */
const DOTNET = /^\s*at\s+(?<within>.+?)\s+in\s+(?<file>.+?):line\s+(?<line>\d+)$/;
/** Python: `File "shop/cart.py", line 3, in total`. */
const PYTHON = /^\s*File "(?<file>[^"]+)", line (?<line>\d+)(?:, in (?<within>\S+))?$/;
/** pytest: `shop/cart.py:3: in total`, `shop/cart.py:3: ValueError`. */
const PYTEST = /^(?<file>\S+\.py):(?<line>\d+):(?: in (?<within>\S+)| \S+)?$/;
/** Go: `	/src/shop/cart.go:12 +0x1d`, `cart_test.go:12: expected 3`. */
const GO = /^\s+(?<file>\S+\.go):(?<line>\d+)(?:$|[: ])/;
/** Rust: `thread 'adds' panicked at src/cart.rs:12:9:`, and before 1.73 with the message in between. */
const RUST = /^thread '.*' (?:\(\d+\) )?panicked at (?:'.*', )?(?<file>\S+\.rs):(?<line>\d+):\d+:?$/;
/** Ruby: `spec/cart_spec.rb:3:in 'total'`; PHP: `#0 /src/Cart.php(12): total()`. */
const RUBY = /^\s*(?:from\s+)?(?<file>\S+\.rb):(?<line>\d+):in [`'](?<within>[^`']*)'/;
const PHP = /^#\d+ (?<file>\S+\.php)\((?<line>\d+)\): (?<within>[\w\\:>-]+)/;

const PATTERNS = [JVM, DOTNET, V8, MOZILLA, PYTHON, PYTEST, GO, RUST, RUBY, PHP];
/** Their tracebacks end at the failure. */
const LAST_IS_NEAREST = new Set([PYTHON, PYTEST]);

/** Not the project's: packages, the language's own, the runner's. */
const FOREIGN =
  /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|\.pnpm|\.yarn|\.cargo|bower_components|gems|vendor)[\\/]|^(?:node:|internal\/|native|<|\[|webpack-internal:|\/rustc\/)|[\\/]lib[\\/](?:python\d|node|ruby)|[\\/](?:go|golang)[\\/]src[\\/]|[\\/]pkg[\\/]mod[\\/]|(?:^|[\\/])(?:_pytest|pluggy|unittest)[\\/]|^(?:importlib|runpy|threading)\b/;
const FOREIGN_CLASS =
  /^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|org\.(?:junit|testng|hamcrest|assertj|mockito|opentest4j|apache\.maven|gradle|springframework|codehaus))\./;

const NO_NAME =
  /^(?:<anonymous>|anonymous|eval|callback|new Promise|Promise|Object|TestContext|Context|Suite|Module|<module>|test|it|\w*\.?<anonymous>)$/;

type Found = { frame: StackFrame; order: 'nearest-first' | 'nearest-last' };

/** @param stack without codes of terminals */
export function stackFrames(stack: string): StackFrame[] {
  const found = stack
    .split('\n')
    .flatMap((line) => (line.length > LONGEST_LINE ? [] : (readFrame(line) ?? [])));
  const own = found.filter(({ frame }) => isOwn(frame));
  if (own[0]?.order === 'nearest-last') own.reverse();
  return own.map(({ frame }) => frame);
}

function readFrame(text: string): Found | null {
  for (const pattern of PATTERNS) {
    const { file = '', line = '', within = '' } = pattern.exec(text)?.groups ?? {};
    if (file === '') continue;
    const order = LAST_IS_NEAREST.has(pattern) ? 'nearest-last' : 'nearest-first';
    return { frame: frameOf(file, Number(line), within.trim()), order };
  }
  return null;
}

const frameOf = (file: string, line: number, within: string): StackFrame => ({
  file: file.replace(/^file:\/\//, ''),
  line,
  within: NO_NAME.test(within) ? '' : within,
});

const isOwn = ({ file, within }: StackFrame) => !FOREIGN.test(file) && !FOREIGN_CLASS.test(within);
