/** What a cart costs: quantity discounts, one voucher, tax. In this order, and in cents. */
import { subtotal } from './cart.js';
import { allocate, portion } from './money.js';

/** Basis points off a line, by its quantity. */
const QUANTITY_DISCOUNTS = [
  { from: 50, basisPoints: 1500 },
  { from: 10, basisPoints: 500 },
];

export const TAX_BASIS_POINTS = { standard: 1900, reduced: 700, none: 0 };

export function lineDiscount({ priceCents, quantity }) {
  const step = QUANTITY_DISCOUNTS.find(({ from }) => quantity >= from);
  return step ? portion(priceCents * quantity, step.basisPoints) : 0;
}

function voucherValue(voucher, cents, today) {
  if (!voucher) return 0;
  if (voucher.validUntil < today) throw new RangeError(`voucher ${voucher.code} has expired`);
  if (cents < (voucher.leastCents ?? 0)) return 0;
  const value = voucher.percent ? portion(cents, voucher.percent * 100) : voucher.amountCents;
  return Math.min(value, cents);
}

/** A voucher lowers every line by its share, so that each line's tax is right. */
export function priceCart(cart, { voucher, today = '2026-01-01' } = {}) {
  const before = cart.lines.map((line) => line.priceCents * line.quantity - lineDiscount(line));
  const discounted = before.reduce((sum, cents) => sum + cents, 0);
  const off = voucherValue(voucher, discounted, today);
  const shares = off === 0 ? before.map(() => 0) : allocate(off, before);
  const net = before.map((cents, index) => cents - shares[index]);
  const tax = net.reduce(
    (sum, cents, index) => sum + portion(cents, TAX_BASIS_POINTS[cart.lines[index].tax ?? 'standard']),
    0,
  );
  const netCents = net.reduce((sum, cents) => sum + cents, 0);
  return {
    subtotalCents: subtotal(cart),
    discountCents: subtotal(cart) - discounted,
    voucherCents: off,
    taxCents: tax,
    totalCents: netCents + tax,
  };
}
