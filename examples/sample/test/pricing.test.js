import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { addToCart, emptyCart } from '../src/cart.js';
import { lineDiscount, priceCart } from '../src/pricing.js';

const tea = { sku: 'tea', priceCents: 450, grams: 120, tax: 'reduced' };
const cup = { sku: 'cup', priceCents: 1290, grams: 380 };
const gift = { sku: 'gift', priceCents: 2500, grams: 0, tax: 'none' };
const cartOf = (...lines) =>
  lines.reduce((cart, [product, quantity]) => addToCart(cart, product, quantity), emptyCart);

describe('a price', () => {
  test('has the tax of each line', () => {
    const price = priceCart(cartOf([tea, 2], [cup, 1], [gift, 1]));
    assert.equal(price.subtotalCents, 900 + 1290 + 2500);
    assert.equal(price.taxCents, 63 + 245);
    assert.equal(price.totalCents, 4690 + 308);
  });

  test('falls with the quantity of a line', () => {
    assert.equal(lineDiscount({ priceCents: 100, quantity: 9 }), 0);
    assert.equal(lineDiscount({ priceCents: 100, quantity: 10 }), 50);
    assert.equal(lineDiscount({ priceCents: 100, quantity: 50 }), 750);
    assert.equal(priceCart(cartOf([gift, 10])).totalCents, 25_000 - 1250);
  });

  test('never rises when more is bought together than apart', () => {
    for (let quantity = 1; quantity <= 98; quantity += 1) {
      const together = priceCart(cartOf([gift, quantity + 1])).totalCents;
      const apart = priceCart(cartOf([gift, quantity])).totalCents + priceCart(cartOf([gift, 1])).totalCents;
      assert.ok(together <= apart, `${quantity} and one more`);
    }
  });
});

describe('a voucher', () => {
  const tenPercent = { code: 'TEN', percent: 10, validUntil: '2026-12-31' };

  test('takes a part off every line, before tax', () => {
    const price = priceCart(cartOf([tea, 1], [cup, 1]), { voucher: tenPercent });
    assert.equal(price.voucherCents, 174);
    assert.equal(price.taxCents, 28 + 221);
    assert.equal(price.totalCents, 1740 - 174 + 249);
  });

  test('is never worth more than the cart', () => {
    const price = priceCart(cartOf([tea, 1]), {
      voucher: { code: 'BIG', amountCents: 10_000, validUntil: '2026-12-31' },
    });
    assert.equal(price.totalCents, 0);
  });

  test('counts from its least order only', () => {
    const voucher = { code: 'FIFTY', amountCents: 500, leastCents: 5_000, validUntil: '2026-12-31' };
    assert.equal(priceCart(cartOf([cup, 1]), { voucher }).voucherCents, 0);
    assert.equal(priceCart(cartOf([cup, 4]), { voucher }).voucherCents, 500);
  });

  test('is refused after its day', () => {
    const cart = cartOf([cup, 1]);
    assert.throws(() => priceCart(cart, { voucher: tenPercent, today: '2027-01-01' }), /TEN has expired/);
  });
});
