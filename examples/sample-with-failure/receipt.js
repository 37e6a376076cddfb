/** Receipts in cents. `totalOf` is wrong on purpose: the voucher belongs off the price before the tax is added. */
const TAX = 0.2;

export const subtotalOf = (lines) => lines.reduce((sum, { price, quantity }) => sum + price * quantity, 0);

export function totalOf({ lines, voucher = 0 }) {
  const taxed = Math.round(subtotalOf(lines) * (1 + TAX));
  return taxed - voucher;
}

const euros = (cents) => (cents / 100).toFixed(2).padStart(10);

export function printReceipt(order) {
  const lines = order.lines.map(
    ({ name, price, quantity }) => `${quantity} x ${name.padEnd(20)}${euros(price * quantity)}`,
  );
  return [
    `Order ${order.number}`,
    ...lines,
    `Voucher                 ${euros(-(order.voucher ?? 0))}`,
    `Total with tax          ${euros(totalOf(order))}`,
    '',
  ].join('\n');
}
