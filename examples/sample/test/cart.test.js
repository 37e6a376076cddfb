import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  addToCart,
  changeQuantity,
  emptyCart,
  itemCount,
  MOST_PER_LINE,
  mergeCarts,
  removeFromCart,
  subtotal,
} from '../src/cart.js';

const tea = { sku: 'tea', priceCents: 450, grams: 120 };
const cup = { sku: 'cup', priceCents: 1290, grams: 380 };

describe('a cart', () => {
  test('begins empty', () => {
    assert.equal(itemCount(emptyCart), 0);
    assert.equal(subtotal(emptyCart), 0);
  });

  test('adds the same product to its line', () => {
    const cart = addToCart(addToCart(addToCart(emptyCart, tea), cup, 2), tea, 3);
    assert.deepEqual(
      cart.lines.map(({ sku, quantity }) => [sku, quantity]),
      [
        ['tea', 4],
        ['cup', 2],
      ],
    );
    assert.equal(subtotal(cart), 4 * 450 + 2 * 1290);
  });

  test('is never changed in place', () => {
    const before = addToCart(emptyCart, tea);
    addToCart(before, tea, 5);
    changeQuantity(before, 'tea', 9);
    removeFromCart(before, 'tea');
    assert.equal(itemCount(before), 1);
    assert.throws(() => before.lines.push(cup), TypeError);
  });

  test('drops a line whose quantity becomes nothing', () => {
    const cart = addToCart(addToCart(emptyCart, tea), cup);
    assert.deepEqual(changeQuantity(cart, 'tea', 0).lines, [{ ...cup, quantity: 1 }]);
  });

  test('refuses quantities that nobody can mean', () => {
    for (const quantity of [0, -1, 1.5, Number.NaN, 100]) {
      assert.throws(() => addToCart(emptyCart, tea, quantity), RangeError);
    }
    const full = addToCart(emptyCart, tea, MOST_PER_LINE);
    assert.throws(() => addToCart(full, tea), /at most 99 of tea/);
  });

  test('takes in another one as far as a line may hold', () => {
    const mine = addToCart(emptyCart, tea, 90);
    const other = addToCart(addToCart(emptyCart, tea, 20), cup, 2);
    const merged = mergeCarts(mine, other);
    assert.deepEqual(
      merged.lines.map(({ sku, quantity }) => [sku, quantity]),
      [
        ['tea', 99],
        ['cup', 2],
      ],
    );
  });
});
