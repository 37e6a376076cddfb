/**
 * The frames of a stack that are of the project under test, the one nearest to the failure first, without
 * their lines and columns: a file moves by a line with every change.
 */
import { normaliseText, withoutTerminalCodes } from './normalise-text.ts';

/** `within` is empty where the frame has no name, or a test runner's. */
export type Frame = { file: string; within: string };

const MOST_LINES = 100;
const LONGEST_LINE = 500;

/** V8 and what looks like it: `at total (src/cart.ts:3:7)`, `at src/cart.ts:3:7`, `❯ total src/cart.ts:3:7`. */
const V8 = /^\s*(?:at|❯|›)\s+(?:async\s+)?(?:new\s+)?(.*?)\s?\(?((?:file:\/\/)?[^\s()]+?):\d+(?::\d+)?\)?$/;
/** Firefox and Safari: `total@http://localhost/src/cart.js:3:7`. */
const MOZILLA = /^\s*([^@\s]*)@((?:file:\/\/|https?:\/\/)?[^\s()]+?):\d+:\d+$/;
/** The JVM: `at shop.Cart.total(Cart.java:12)`. */
const JVM = /^\s*at\s+(?:[\w.$-]+\/)?([\w.$<>]+)\(([\w$-]+\.(?:java|kt|scala|groovy)):\d+\)$/;
/** .NET: `at Shop.Cart.Total() in /src/Cart.cs:line 12`. */
const DOTNET = /^\s*at\s+(.+?)\s+in\s+(.+?):line\s+\d+$/;
/** Python: `File "shop/cart.py", line 3, in total`. */
const PYTHON = /^\s*File "([^"]+)", line \d+(?:, in (\S+))?$/;
/** pytest: `shop/cart.py:3: in total`, `shop/cart.py:3: ValueError`. */
const PYTEST = /^(\S+\.py):\d+:(?: in (\S+)| \S+)?$/;
/** Go: `	/src/shop/cart.go:12 +0x1d`, `cart_test.go:12: expected 3`. */
const GO = /^\s+(\S+\.go):\d+(?:$|[: ])/;
/** Ruby: `spec/cart_spec.rb:3:in 'total'`; PHP: `#0 /src/Cart.php(12): total()`. */
const RUBY = /^\s*(?:from\s+)?(\S+\.rb):\d+:in [`']([^`']*)'/;
const PHP = /^#\d+ (\S+\.php)\(\d+\): ([\w\\:>-]+)/;

const NAME_FIRST = [JVM, DOTNET, V8, MOZILLA];
const FILE_FIRST = [PYTHON, PYTEST, GO, RUBY, PHP];
/** Their tracebacks end at the failure. */
const LAST_IS_NEAREST = new Set([PYTHON, PYTEST]);

/** Not the project's: packages, the language's own, the runner's. */
const FOREIGN =
  /(?:^|[\\/])(?:node_modules|site-packages|dist-packages|\.pnpm|\.yarn|bower_components|gems|vendor)[\\/]|^(?:node:|internal\/|native|<|\[|webpack-internal:)|[\\/]lib[\\/](?:python\d|node|ruby)|[\\/](?:go|golang)[\\/]src[\\/]|[\\/]pkg[\\/]mod[\\/]|(?:^|[\\/])(?:_pytest|pluggy|unittest)[\\/]|^(?:importlib|runpy|threading)\b/;
const FOREIGN_CLASS =
  /^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|org\.(?:junit|testng|hamcrest|assertj|mockito|opentest4j|apache\.maven|gradle|springframework|codehaus))\./;

const NO_NAME =
  /^(?:<anonymous>|anonymous|eval|callback|new Promise|Promise|Object|TestContext|Context|Suite|Module|<module>|test|it|\w*\.?<anonymous>)$/;

type Found = { frame: Frame; order: 'nearest-first' | 'nearest-last' };

function readFrame(line: string): Found | null {
  for (const pattern of NAME_FIRST) {
    const found = pattern.exec(line);
    if (found) return { frame: frameOf(found[2], found[1]), order: 'nearest-first' };
  }
  for (const pattern of FILE_FIRST) {
    const found = pattern.exec(line);
    if (!found) continue;
    const order = LAST_IS_NEAREST.has(pattern) ? 'nearest-last' : 'nearest-first';
    return { frame: frameOf(found[1], found[2]), order };
  }
  return null;
}

const frameOf = (file = '', within = ''): Frame => ({
  file: file.replace(/^file:\/\//, ''),
  within: NO_NAME.test(within.trim()) ? '' : within.trim(),
});

const isOwn = ({ file, within }: Frame) => !FOREIGN.test(file) && !FOREIGN_CLASS.test(within);

/** What stands before the path of the failed test in its own stack stands before all of the project's. */
function rootOf(frames: readonly Frame[], testFile: string | null): string {
  if (testFile === null || testFile.startsWith('/')) return '';
  const found = frames.find(({ file }) => file.endsWith(`/${testFile}`));
  return found ? found.file.slice(0, -testFile.length) : '';
}

/** @param testFile where the failed test stands, relative to the project; null when it is not known */
export function ownFrames(stack: string, testFile: string | null): Frame[] {
  const lines = withoutTerminalCodes(stack).split('\n', MOST_LINES);
  const found = lines.flatMap((line) => (line.length > LONGEST_LINE ? [] : (readFrame(line) ?? [])));
  const own = found.filter(({ frame }) => isOwn(frame));
  if (own[0]?.order === 'nearest-last') own.reverse();
  const frames = own.map(({ frame }) => frame);
  const root = rootOf(frames, testFile);
  return frames.map(({ file, within }) => ({
    file: normaliseText(root !== '' && file.startsWith(root) ? file.slice(root.length) : file),
    within: normaliseText(within),
  }));
}
