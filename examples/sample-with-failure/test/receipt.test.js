import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { describe, it } from 'node:test';
import { printReceipt, subtotalOf, totalOf } from '../receipt.js';

const order = {
  number: 1001,
  lines: [
    { name: 'Tea', price: 450, quantity: 2 },
    { name: 'Mug', price: 1100, quantity: 1 },
  ],
  voucher: 500,
};

describe('a receipt', () => {
  it('adds up its lines', () => {
    assert.equal(subtotalOf(order.lines), 2000);
  });

  it('adds the tax', () => {
    assert.equal(totalOf({ lines: order.lines }), 2400);
  });

  it('takes the voucher off before the tax is added', async () => {
    const receipt = printReceipt(order);
    console.log(receipt);
    await mkdir('receipts', { recursive: true });
    await writeFile('receipts/order-1001.txt', receipt);
    assert.deepEqual(
      { number: order.number, total: totalOf(order) },
      { number: 1001, total: 1800 },
      'The voucher was taken off after the tax',
    );
  });
});
