import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { allocate, formatAmount, parseAmount, portion } from '../src/money.js';

describe('amounts', () => {
  test('are read in whole cents', () => {
    assert.equal(parseAmount('12.34'), 1234);
    assert.equal(parseAmount('7'), 700);
    assert.equal(parseAmount(' 0.5 '), 50);
    assert.equal(parseAmount('-3.99'), -399);
  });

  test('refuse fractions of a cent and what is no number', () => {
    for (const text of ['1.234', '1,50', '', 'ten', '1e3', '0x10']) {
      assert.throws(() => parseAmount(text), RangeError, text);
    }
  });

  test('are written with two digits', () => {
    assert.equal(formatAmount(5), '0.05');
    assert.equal(formatAmount(-120_099), '-1200.99');
  });

  test('come back as they were written', () => {
    for (let cents = -250_000; cents <= 250_000; cents += 1) {
      assert.equal(parseAmount(formatAmount(cents)), cents);
    }
  });
});

describe('portions', () => {
  test('round half a cent to the even one, so that sums do not drift', () => {
    assert.equal(portion(250, 5000), 125);
    assert.equal(portion(5, 5000), 2);
    assert.equal(portion(15, 5000), 8);
    assert.equal(portion(1999, 1900), 380);
  });

  test('of many small amounts stay near the portion of their sum', () => {
    let sum = 0;
    for (let cents = 1; cents <= 100_000; cents += 1) sum += portion(cents, 1900);
    const exact = (100_000 * 100_001 * 0.19) / 2;
    assert.ok(Math.abs(sum - exact) < 2_000, `${sum} against ${exact}`);
  });
});

describe('shares', () => {
  test('add up to the whole', () => {
    for (let cents = 0; cents <= 2_000; cents += 1) {
      for (const weights of [
        [1, 1, 1],
        [3, 5, 7, 11],
        [1, 0, 2],
        [9999, 1],
      ]) {
        assert.equal(
          allocate(cents, weights).reduce((sum, share) => sum + share, 0),
          cents,
        );
      }
    }
  });

  test('give left-over cents to the largest remainders', () => {
    assert.deepEqual(allocate(100, [1, 1, 1]), [34, 33, 33]);
    assert.deepEqual(allocate(5, [3, 7]), [2, 3]);
    assert.throws(() => allocate(100, [0, 0]), /more than nothing/);
  });
});
