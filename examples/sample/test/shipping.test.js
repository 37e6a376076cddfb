import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { askCarrier, shippingCost } from '../src/shipping.js';

describe('shipping', () => {
  test('costs more the farther and the heavier', () => {
    const cost = (country, grams) => shippingCost({ country, grams, orderCents: 0 });
    assert.deepEqual([cost('DE', 800), cost('DE', 4_000), cost('DE', 20_000)], [390, 590, 1090]);
    assert.ok(cost('AT', 800) > cost('DE', 800));
    assert.ok(cost('US', 800) > cost('AT', 800));
  });

  test('is free at home for a large order, and nowhere else', () => {
    assert.equal(shippingCost({ country: 'DE', grams: 900, orderCents: 5_000 }), 0);
    assert.equal(shippingCost({ country: 'FR', grams: 900, orderCents: 50_000 }), 890);
  });

  test('is refused where nobody delivers, and for what nobody can carry', () => {
    assert.equal(shippingCost({ country: 'AQ', grams: 10, orderCents: 0 }), null);
    assert.equal(shippingCost({ country: 'JP', grams: 6_000, orderCents: 0 }), null);
  });
});

describe('the carrier', () => {
  test('is asked again until it answers', async () => {
    const asked = [];
    const answer = await askCarrier(async (attempt) => {
      asked.push(attempt);
      if (attempt < 3) throw new Error('busy');
      return 'label';
    });
    assert.equal(answer, 'label');
    assert.deepEqual(asked, [0, 1, 2, 3]);
  });

  test('is given twice the time before each further try', async () => {
    const times = [];
    const never = askCarrier(
      async () => {
        times.push(performance.now());
        throw new Error('down');
      },
      { tries: 4, firstPauseMs: 100 },
    );
    await assert.rejects(never, /did not answer in 4 tries/);
    const pauses = times.slice(1).map((time, index) => time - times[index]);
    assert.ok(pauses[0] >= 95 && pauses[1] >= 195 && pauses[2] >= 395, pauses.join(', '));
  });

  test('that never answers is named with its last error', async () => {
    const never = askCarrier(async () => Promise.reject(new Error('no route')), {
      tries: 2,
      firstPauseMs: 1,
    });
    await assert.rejects(never, (error) => error.cause.message === 'no route');
  });
});
