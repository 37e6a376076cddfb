import { readFileSync } from 'node:fs';
import type { FailureReason } from '@gauntlet/contract';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Cause, causeOfBrokenRun, causeOfFailure } from './cause-of-failure.ts';
import { normaliseText } from './normalise-text.ts';

type Recorded = {
  from: string;
  message: string | null;
  test?: string;
  file?: string | null;
  stack?: string | null;
  unit?: string;
  reason?: FailureReason;
};

/** What real runners reported of the agent's fixtures, and the failures of other tools' reports. */
const RECORDED: readonly Recorded[] = JSON.parse(
  readFileSync(new URL('real-failures.json', import.meta.url), 'utf8'),
);

const causeOf = ({ message, file = null, stack = null, reason }: Recorded): Cause =>
  reason ? causeOfBrokenRun({ kind: 'unit', reason, message }) : causeOfFailure({ message, stack, file });

const recorded = (from: string, name: string): Recorded => {
  const found = RECORDED.find((each) => each.from === from && (each.test ?? each.unit) === name);
  if (!found) throw new Error(`nothing is recorded of ${from} ${name}`);
  return found;
};

const failure = (message: string, stack = '', file: string | null = null) =>
  causeOfFailure({ message, stack, file });

/** The same failure on another day, in another checkout, with other values. */
const elsewhere = (text: string | null | undefined) =>
  text
    ?.replaceAll('/home/ada/shop/', '/builds/7431/checkout/')
    .replaceAll('/workspace/', '/builds/7431/checkout/')
    .replaceAll(/:(\d+):(\d+)\b/g, (_, line, column) => `:${Number(line) + 17}:${Number(column) + 2}`)
    .replaceAll(/(\.py):(\d+)/g, (_, end, line) => `${end}:${Number(line) + 17}`)
    .replaceAll(/\b(\d+)(?= ?m?s\b)/g, (_, amount) => `${Number(amount) * 3}`)
    .replaceAll('total: 1', 'total: 4') ?? null;

describe('failures of real runners', () => {
  it.each(RECORDED.map((each) => [`${each.from}: ${each.test ?? each.unit}`, each] as const))(
    '%s has the same cause in another checkout, on other lines, with other values',
    (_, each) => {
      const moved = { ...each, message: elsewhere(each.message), stack: elsewhere(each.stack) };
      expect(causeOf(moved)).toEqual(causeOf(each));
    },
  );

  it('say in a line what broke, and where in the project', () => {
    const title = (from: string, name: string) => causeOf(recorded(from, name)).title;
    expect(title('vitest', 'fails')).toBe(
      'AssertionError: expected { total: <number> } to deeply equal { total: <number> } in src/outcomes.test.js',
    );
    expect(title('jest', 'fails')).toBe(
      'expect(received).toEqual(expected) // deep equality in src/outcomes.test.js',
    );
    expect(title('mocha', '"before all" hook for "is never reached"')).toBe(
      'no database in spec/outcomes.spec.js',
    );
    expect(title('pytest', 'tests/test_broken.py')).toBe(
      'ModuleNotFoundError: No module named nowhere in tests/test_broken.py',
    );
    expect(title('vitest', 'src/broken.test.js')).toBe(
      'unit-without-results: Error: Cannot find module ./nowhere.js imported from src/broken.test.js',
    );
    expect(title('junit/junit-complete.xml', 'testCase6')).toBe(
      'Division by zero. in tests/registration.code',
    );
    expect(title('ctrf/comprehensive.json', 'admin dashboard loads')).toBe(
      'Element not found: .dashboard-metrics in waitForElement (test.js)',
    );
  });

  it('are told apart where anything but values differs', () => {
    const identities = RECORDED.map((each) => `${causeOf(each).kind} ${causeOf(each).identity}`);
    // One file that hangs, for each of five runners; the crash of jest, mocha and pytest alike.
    expect(new Set(identities).size).toBe(RECORDED.length - 4 - 2);
  });

  it('of a crashed process leave out what it printed last', () => {
    expect(causeOf(recorded('mocha', 'spec/crash.spec.js')).message).toBe(
      'The process ended with exit code 0 before all of its tests were reported.',
    );
  });
});

describe('the frames of the project', () => {
  const inProject = [
    'TypeError: Cannot read properties of undefined (reading "price")',
    '    at sum (/home/ada/shop/node_modules/lodash/sum.js:3:1)',
    '    at total (/home/ada/shop/src/cart.ts:12:7)',
    '    at checkout (/home/ada/shop/src/checkout.ts:40:3)',
    '    at /home/ada/shop/tests/checkout.test.ts:9:5',
    '    at runTest (node:internal/test_runner/test:1402:25)',
  ].join('\n');
  const message = 'Cannot read properties of undefined (reading "price")';

  it('stand for one cause, whichever test comes to them', () => {
    const first = failure(message, inProject, 'tests/checkout.test.ts');
    const other = inProject.replaceAll('checkout.test.ts', 'refund.test.ts').replace('ada', 'eve');
    expect(failure(message, other, 'tests/refund.test.ts')).toEqual(first);
    expect(first.title).toBe(
      'Cannot read properties of undefined (reading price) in total (src/cart.ts) from checkout (src/checkout.ts)',
    );
  });

  it('tell causes apart that say the same', () => {
    const elsewhereInProject = inProject.replace(
      'total (/home/ada/shop/src/cart.ts',
      'tax (/home/ada/shop/src/tax.ts',
    );
    expect(failure(message, elsewhereInProject).identity).not.toBe(failure(message, inProject).identity);
  });

  it('do not count where the network or the machine failed', () => {
    const refused = (file: string) =>
      failure(
        'connect ECONNREFUSED 127.0.0.1:5432',
        `Error: connect\n    at /home/ada/shop/${file}:3:1`,
        file,
      );
    expect(refused('tests/a.test.ts').identity).toBe(refused('tests/b.test.ts').identity);
    expect(refused('tests/a.test.ts').title).toBe('connect ECONNREFUSED <host>:<port>');
  });

  it.each([
    [
      'Java',
      '\tat org.junit.Assert.fail(Assert.java:86)\n\tat shop.Cart.total(Cart.java:12)',
      'shop.Cart.total (Cart.java)',
    ],
    ['.NET', '   at Shop.Cart.Total() in /src/shop/Cart.cs:line 12', 'Shop.Cart.Total() (shop/Cart.cs)'],
    [
      'Python',
      '  File "/usr/lib/python3.11/json/decoder.py", line 355, in raw_decode\n  File "shop/cart.py", line 12, in total',
      'total (shop/cart.py)',
    ],
    ['pytest', 'shop/cart.py:8: in subtotal\nshop/cart.py:12: in total', 'total (shop/cart.py)'],
    [
      'Go',
      'panic: boom\n\t/usr/local/go/src/runtime/panic.go:88 +0x1d\n\tshop/cart.go:12 +0x1d',
      'shop/cart.go',
    ],
    ['Ruby', "shop/cart.rb:12:in `total'", 'total (shop/cart.rb)'],
    ['Firefox', 'total@https://shop.example/src/cart.js:12:7', 'src/cart.js'],
    ['Vitest', ' ❯ total src/cart.ts:12:7', 'total (src/cart.ts)'],
  ])('are found in stacks of %s', (_, stack, place) => {
    expect(failure('boom', stack).title).toMatch(/^boom in /);
    expect(failure('boom', stack).title).toContain(place);
  });
});

describe('two causes of one file', () => {
  const file = 'tests/cart.test.ts';

  it('have titles that differ where a later line does', () => {
    const first = 'expect(received).toBe(expected) // Object.is equality';
    const texts = failure(`${first}\n\nExpected: "open"\nReceived: undefined`, '', file).title;
    const numbers = failure(`${first}\n\nExpected: 3\nReceived: undefined`, '', file).title;
    expect(texts).toBe(`${first} \u00b7 Expected: <text> \u00b7 Received: undefined in ${file}`);
    expect(numbers).not.toBe(texts);
  });

  it('have titles that differ where the caller does', () => {
    const calledBy = (name: string) =>
      `Error\n    at total (/x/shop/src/cart.ts:3:1)\n    at ${name} (/x/shop/src/${name}.ts:9:1)`;
    const titles = ['pay', 'refund'].map((name) => failure('boom', calledBy(name), file).title);
    expect(titles[0]).toMatch(/^boom in total \(.*cart\.ts\) from pay \(/);
    expect(titles[1]).not.toBe(titles[0]);
  });
});

describe('what is said', () => {
  it.each([
    ['took 3.2 seconds', 'took <duration>'],
    ['at 2026-11-28T15:01:02.123Z', 'at <time>'],
    ['order 01900000-0000-7000-8000-00000000e001', 'order <id>'],
    ['pointer 0xDEADBEEF', 'pointer <address>'],
    ['commit 9f86d081884c7d65', 'commit <hex>'],
    ['open /tmp/gauntlet-x8Zq/data.json', 'open <temp>'],
    ['in /home/ada/shop/src/cart.ts:12:5', 'in src/cart.ts'],
    ['expected "a" but got \'b\'', 'expected <text> but got <text>'],
    ["it doesn't and can't", "it doesn't and can't"],
    ['No module named "cart"', 'No module named cart'],
    ['Request failed with status code 503', 'Request failed with status code 503'],
    ['error TS2345 by sha256 over utf8', 'error TS2345 by sha256 over utf8'],
    ['ORA-00942: user_17645234 has 12 rows', 'ORA-00942: user_<number> has <number> rows'],
    ['\u001b[31mred\u001b[39m \u001b[1mbold\u001b[22m', 'red bold'],
    ['http://localhost:5432/orders/17', 'http://localhost:<port>/orders/<number>'],
  ])('%j becomes %j', (said, shape) => {
    expect(normaliseText(said)).toBe(shape);
  });
});

const lowerHex = (least: number, most: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: least, maxLength: most });
const value: fc.Arbitrary<string> = fc.oneof(
  fc.nat().map(String),
  fc.double({ min: 0, max: 1e6, noNaN: true }).map((number) => number.toFixed(3)),
);
const word = fc.string({
  unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
  minLength: 1,
  maxLength: 12,
});
const moment = fc
  .date({ min: new Date('2001-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString());

/** One template, filled with all that differs between two runs. */
const filled = fc
  .record({
    id: fc.uuid(),
    at: moment,
    took: fc.nat(),
    port: fc.integer({ min: 1024, max: 65_535 }),
    value,
    quoted: word,
    folder: word,
    line: fc.nat({ max: 99_999 }),
    pointer: lowerHex(4, 16),
  })
  .map((part) => ({
    message: `order ${part.id} at ${part.at}: expected ${part.value} items, got '${part.quoted}' after ${part.took} ms from http://localhost:${part.port}/cart (0x${part.pointer}, /tmp/${part.folder}/x)`,
    stack: `Error\n    at total (/home/${part.folder}/shop/src/cart.ts:${part.line}:7)\n    at /home/${part.folder}/shop/a.test.ts:${part.line}:1`,
    file: 'a.test.ts',
  }));

describe('whatever fails', () => {
  it('two runs of one failure have one cause', () => {
    fc.assert(
      fc.property(filled, filled, (one, other) => {
        expect(causeOfFailure(one)).toEqual(causeOfFailure(other));
      }),
    );
  });

  it('other words or another place are another cause', () => {
    const places = fc.tuple(word, word, word, word).filter(([a, b, c, d]) => a !== c || b !== d);
    fc.assert(
      fc.property(places, ([said, file, otherSaid, otherFile]) => {
        const cause = (text: string, name: string) =>
          failure(`could not ${text} it`, `Error\n    at src/${name}.ts:3:1`).identity;
        expect(cause(said, file)).not.toBe(cause(otherSaid, otherFile));
      }),
    );
  });

  it('a cause is small, printable in a line, and always the same', () => {
    const text = fc.option(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.string()));
    fc.assert(
      fc.property(text, text, text, (message, stack, file) => {
        const cause = causeOfFailure({ message, stack, file });
        expect(causeOfFailure({ message, stack, file })).toEqual(cause);
        expect(cause.title.length).toBeLessThanOrEqual(200);
        expect(cause.title).toMatch(/^\S[^\n]*$/);
        expect(cause.message.length + cause.identity.length).toBeLessThan(10_000);
      }),
    );
  });

  // Each of these is what some expression would go back over again and again if it could.
  const HOSTILE = [
    "'",
    " 'a",
    '"\\',
    '«',
    '/a',
    '1.',
    '0',
    'a:1',
    'at (',
    '\u001b[',
    '<',
    'E ',
    '9f',
    ' in ',
    '@a:',
    'C:\\a\\',
    '12:',
  ];
  it.each(HOSTILE)('100 kB of %j are got over', (piece) => {
    const text = piece.repeat(100_000 / piece.length);
    const lines = `${piece.repeat(480 / piece.length)}\n`.repeat(200);
    for (const each of [text, lines]) {
      const cause = causeOfFailure({ message: each, stack: each, file: each.slice(0, 500) });
      expect(cause.identity.length).toBeLessThan(10_000);
    }
  });
});
