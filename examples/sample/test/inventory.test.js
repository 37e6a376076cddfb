import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { createInventory } from '../src/inventory.js';

function stockedWith(quantities, options) {
  const inventory = createInventory(options);
  for (const [sku, quantity] of Object.entries(quantities)) inventory.receive(sku, quantity);
  return inventory;
}

describe('stock', () => {
  test('that is reserved is not available to others', () => {
    const inventory = stockedWith({ tea: 5 });
    assert.equal(inventory.reserve([{ sku: 'tea', quantity: 3 }]).ok, true);
    assert.equal(inventory.available('tea'), 2);
    assert.deepEqual(inventory.reserve([{ sku: 'tea', quantity: 3 }]), { ok: false, short: ['tea'] });
  });

  test('is reserved for all lines of an order or for none', () => {
    const inventory = stockedWith({ tea: 5, cup: 1 });
    const refused = inventory.reserve([
      { sku: 'tea', quantity: 5 },
      { sku: 'cup', quantity: 2 },
    ]);
    assert.deepEqual(refused, { ok: false, short: ['cup'] });
    assert.equal(inventory.available('tea'), 5);
  });

  test('leaves the house once, however often it is committed', () => {
    const inventory = stockedWith({ tea: 5 });
    const { id } = inventory.reserve([{ sku: 'tea', quantity: 2 }]);
    assert.equal(inventory.commit(id), true);
    assert.equal(inventory.commit(id), false);
    assert.equal(inventory.available('tea'), 3);
  });

  test('comes back when a reservation is released', () => {
    const inventory = stockedWith({ tea: 1 });
    const { id } = inventory.reserve([{ sku: 'tea', quantity: 1 }]);
    assert.equal(inventory.release(id), true);
    assert.equal(inventory.available('tea'), 1);
  });

  test('comes back when nobody pays in time', async () => {
    const inventory = stockedWith({ tea: 1 }, { holdMs: 300 });
    const { id } = inventory.reserve([{ sku: 'tea', quantity: 1 }]);
    assert.equal(inventory.available('tea'), 0);
    await pause(350);
    assert.equal(inventory.available('tea'), 1);
    assert.equal(inventory.commit(id), false);
  });

  test('is never sold twice, whatever the order of many buyers', () => {
    const inventory = stockedWith({ tea: 40 });
    const sold = [];
    for (let buyer = 0; buyer < 400; buyer += 1) {
      const reserved = inventory.reserve([{ sku: 'tea', quantity: 1 + (buyer % 3) }]);
      if (!reserved.ok) continue;
      if (buyer % 4 === 0) inventory.release(reserved.id);
      else if (inventory.commit(reserved.id)) sold.push(1 + (buyer % 3));
    }
    const total = sold.reduce((sum, quantity) => sum + quantity, 0);
    assert.equal(total + inventory.available('tea'), 40);
    assert.ok(inventory.available('tea') >= 0);
  });
});
