import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { addToCart, emptyCart } from '../src/cart.js';
import { placeOrder } from '../src/checkout.js';
import { createInventory } from '../src/inventory.js';
import { askCarrier } from '../src/shipping.js';

const cup = { sku: 'cup', priceCents: 1290, grams: 380 };
const customer = { name: 'Ada', country: 'DE' };
let inventory;
let ledger;
let log;

/** A bank that takes its time, as banks do. */
const payments = (answer = { ok: true, id: 'p1' }) => ({
  async charge(_, cents) {
    await pause(60);
    if (answer.ok) ledger.push(cents);
    return answer;
  },
  async refund() {
    ledger.push(-ledger.at(-1));
  },
});
const carrier = { book: async () => ({ trackingCode: 'T-1' }) };
const order = (changes = {}, services = {}) =>
  placeOrder(
    { cart: addToCart(emptyCart, cup, 2), customer, ...changes },
    { inventory, payments: payments(), carrier, record: (event) => log.push(event), ...services },
  );

beforeEach(() => {
  inventory = createInventory();
  inventory.receive('cup', 3);
  ledger = [];
  log = [];
});

describe('an order', () => {
  test('is paid, shipped and taken from stock', async () => {
    const placed = await order();
    assert.deepEqual(placed, { ok: true, totalCents: 2580 + 490 + 390, trackingCode: 'T-1' });
    assert.equal(inventory.available('cup'), 1);
    assert.deepEqual(log, [{ type: 'order-placed', totalCents: 3460 }]);
  });

  test('takes nothing when stock is short', async () => {
    assert.deepEqual(await order({ cart: addToCart(emptyCart, cup, 4) }), {
      ok: false,
      reason: 'out-of-stock',
    });
    assert.equal(inventory.available('cup'), 3);
    assert.deepEqual(ledger, []);
  });

  test('gives stock back when the payment is refused', async () => {
    const refused = await order({}, { payments: payments({ ok: false }) });
    assert.equal(refused.reason, 'payment-refused');
    assert.equal(inventory.available('cup'), 3);
  });

  test('gives money and stock back when no carrier comes', async () => {
    const book = () =>
      askCarrier(async () => Promise.reject(new Error('strike')), { tries: 3, firstPauseMs: 40 });
    assert.equal((await order({}, { carrier: { book } })).reason, 'carrier-unavailable');
    assert.equal(inventory.available('cup'), 3);
    assert.equal(
      ledger.reduce((sum, cents) => sum + cents, 0),
      0,
    );
  });

  test('is refused before anything happens where nobody delivers', async () => {
    assert.equal((await order({ customer: { name: 'Tux', country: 'AQ' } })).reason, 'not-deliverable');
    assert.equal(inventory.available('cup'), 3);
  });

  test('of two at once for the last goods is filled for one', async () => {
    const both = await Promise.all([order(), order()]);
    assert.deepEqual(both.map(({ ok }) => ok).sort(), [false, true]);
    assert.equal(inventory.available('cup'), 1);
    assert.equal(ledger.length, 1);
  });
});
