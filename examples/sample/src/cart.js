/** What somebody is about to buy. Every change gives a new cart. */

export const MOST_PER_LINE = 99;

export const emptyCart = Object.freeze({ lines: Object.freeze([]) });

const withLines = (lines) => Object.freeze({ lines: Object.freeze(lines) });

export function addToCart(cart, product, quantity = 1) {
  if (!Number.isInteger(quantity) || quantity < 1)
    throw new RangeError('a quantity is a whole number from 1');
  const known = cart.lines.find((line) => line.sku === product.sku);
  const wanted = (known?.quantity ?? 0) + quantity;
  if (wanted > MOST_PER_LINE) throw new RangeError(`at most ${MOST_PER_LINE} of ${product.sku}`);
  if (!known) return withLines([...cart.lines, { ...product, quantity }]);
  return withLines(cart.lines.map((line) => (line === known ? { ...line, quantity: wanted } : line)));
}

export function changeQuantity(cart, sku, quantity) {
  if (quantity === 0) return removeFromCart(cart, sku);
  if (!Number.isInteger(quantity) || quantity < 0 || quantity > MOST_PER_LINE) {
    throw new RangeError(`a quantity is a whole number from 0 to ${MOST_PER_LINE}`);
  }
  return withLines(cart.lines.map((line) => (line.sku === sku ? { ...line, quantity } : line)));
}

export const removeFromCart = (cart, sku) => withLines(cart.lines.filter((line) => line.sku !== sku));

export const itemCount = (cart) => cart.lines.reduce((sum, line) => sum + line.quantity, 0);

export const subtotal = (cart) => cart.lines.reduce((sum, line) => sum + line.priceCents * line.quantity, 0);

/** Two carts of one person, after signing in: quantities add up, as far as a line may hold. */
export function mergeCarts(mine, other) {
  return other.lines.reduce((cart, { quantity, ...product }) => {
    const there = cart.lines.find((line) => line.sku === product.sku)?.quantity ?? 0;
    const room = Math.min(quantity, MOST_PER_LINE - there);
    return room > 0 ? addToCart(cart, product, room) : cart;
  }, mine);
}
