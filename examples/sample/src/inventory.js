/** Stock. What is put into an order is reserved for a while and comes back when nobody pays. */

export function createInventory({ now = Date.now, holdMs = 15 * 60_000 } = {}) {
  const stock = new Map();
  const reservations = new Map();
  let lastId = 0;

  const dropExpired = () => {
    for (const [id, { expiresAt }] of reservations) if (expiresAt <= now()) reservations.delete(id);
  };
  const reserved = (sku) => {
    dropExpired();
    let sum = 0;
    for (const { lines } of reservations.values()) {
      for (const line of lines) if (line.sku === sku) sum += line.quantity;
    }
    return sum;
  };
  const available = (sku) => (stock.get(sku) ?? 0) - reserved(sku);

  return {
    receive(sku, quantity) {
      stock.set(sku, (stock.get(sku) ?? 0) + quantity);
    },
    available,
    /** All lines or none: an order that cannot be filled takes nothing away from others. */
    reserve(lines) {
      const short = lines.filter((line) => available(line.sku) < line.quantity);
      if (short.length > 0) return { ok: false, short: short.map((line) => line.sku) };
      lastId += 1;
      reservations.set(lastId, { lines, expiresAt: now() + holdMs });
      return { ok: true, id: lastId };
    },
    release(id) {
      return reservations.delete(id);
    },
    /** The goods leave the house. */
    commit(id) {
      dropExpired();
      const reservation = reservations.get(id);
      if (!reservation) return false;
      for (const { sku, quantity } of reservation.lines) stock.set(sku, stock.get(sku) - quantity);
      return reservations.delete(id);
    },
  };
}
