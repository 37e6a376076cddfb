import { describe, expect, it } from 'vitest';
import { stackFrames } from './stack-frames.ts';

const placesOf = (...lines: string[]) =>
  stackFrames(lines.join('\n')).map(({ file, line, within }) => `${file}:${line} ${within}`.trim());

describe('the frames of a stack', () => {
  it.each([
    ['V8', '    at total (/w/src/cart.ts:3:7)', '/w/src/cart.ts:3 total'],
    ['V8 without a name', '    at file:///w/src/cart.test.ts:8:3', '/w/src/cart.test.ts:8'],
    ['V8, of a promise', '    at async Cart.total (/w/src/cart.ts:3:7)', '/w/src/cart.ts:3 Cart.total'],
    ['vitest', ' ❯ total src/cart.ts:3:7', 'src/cart.ts:3 total'],
    ['Firefox', 'total@http://localhost/src/cart.js:3:7', 'http://localhost/src/cart.js:3 total'],
    ['the JVM', '\tat shop.Cart.total(Cart.java:12)', 'Cart.java:12 shop.Cart.total'],
    ['.NET', '   at Shop.Cart.Total() in /src/Cart.cs:line 12', '/src/Cart.cs:12 Shop.Cart.Total()'],
    ['Python', '  File "shop/cart.py", line 3, in total', 'shop/cart.py:3 total'],
    ['pytest', 'shop/cart.py:3: ValueError', 'shop/cart.py:3'],
    ['Go, a failed test', '    cart_test.go:12: expected 3', 'cart_test.go:12'],
    ['Go, a panic', '\t/w/shop/cart.go:12 +0x1d', '/w/shop/cart.go:12'],
    ['Rust', "thread 'cart::adds' panicked at src/cart.rs:12:9:", 'src/cart.rs:12'],
    ['Rust of today', "thread 'adds' (4711) panicked at src/cart.rs:12:9:", 'src/cart.rs:12'],
    ['Rust of old', "thread 'adds' panicked at 'no', src/cart.rs:12:9", 'src/cart.rs:12'],
    ['Ruby', "spec/cart_spec.rb:3:in 'total'", 'spec/cart_spec.rb:3 total'],
    ['PHP', '#0 /src/Cart.php(12): total()', '/src/Cart.php:12 total'],
  ])('of %s have their file, line and name', (_, text, place) => {
    expect(placesOf('Error: no', text, 'and some words')).toEqual([place]);
  });

  it('begin with the one nearest to the failure, which Python writes last', () => {
    expect(placesOf('  at a (/w/a.js:1:1)', '  at b (/w/b.js:2:1)')).toEqual(['/w/a.js:1 a', '/w/b.js:2 b']);
    expect(placesOf('test_a.py:9: in test_a', 'shop/cart.py:3: ValueError')).toEqual([
      'shop/cart.py:3',
      'test_a.py:9 test_a',
    ]);
  });

  it('are those of the project alone', () => {
    const foreign = [
      '    at equal (/w/node_modules/assert/index.js:1:1)',
      '    at node:internal/process/task_queues:95:5',
      '    at Object.<anonymous> (<anonymous>:1:1)',
      '\tat org.junit.Assert.fail(Assert.java:89)',
      '  File "/w/.venv/lib/python3.13/site-packages/x.py", line 1, in y',
      '\t/usr/local/go/src/testing/testing.go:1690 +0xca',
      '  at /rustc/90b35a623/library/core/src/panicking.rs:80:14',
      '  at /root/.cargo/registry/src/index/serde-1.0/src/lib.rs:80:14',
      '#0 /w/vendor/phpunit/phpunit/Assert.php(12): fail()',
    ];
    expect(placesOf(...foreign)).toEqual([]);
  });

  it('are not looked for in lines that no frame is as long as', () => {
    expect(placesOf(`  at ${'a'.repeat(600)} (/w/a.js:1:1)`)).toEqual([]);
  });
});
