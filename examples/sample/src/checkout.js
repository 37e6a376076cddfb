/** An order: reserve, pay, ship. When a step fails, those before it are undone, the last one first. */
import { subtotal } from './cart.js';
import { priceCart } from './pricing.js';
import { shippingCost } from './shipping.js';

const grams = (cart) => cart.lines.reduce((sum, line) => sum + line.grams * line.quantity, 0);

export async function placeOrder({ cart, customer, voucher }, { inventory, payments, carrier, record }) {
  const undo = [];
  const fail = async (reason) => {
    for (const step of undo.reverse()) await step();
    record?.({ type: 'order-refused', reason });
    return { ok: false, reason };
  };

  const shippingCents = shippingCost({
    country: customer.country,
    grams: grams(cart),
    orderCents: subtotal(cart),
  });
  if (shippingCents === null) return fail('not-deliverable');

  const reservation = inventory.reserve(cart.lines);
  if (!reservation.ok) return fail('out-of-stock');
  undo.push(() => inventory.release(reservation.id));

  const totalCents = priceCart(cart, { voucher }).totalCents + shippingCents;
  const payment = await payments.charge(customer, totalCents);
  if (!payment.ok) return fail('payment-refused');
  undo.push(() => payments.refund(payment.id));

  const shipment = await carrier.book(customer, grams(cart)).catch(() => null);
  if (shipment === null) return fail('carrier-unavailable');

  inventory.commit(reservation.id);
  record?.({ type: 'order-placed', totalCents });
  return { ok: true, totalCents, trackingCode: shipment.trackingCode };
}
