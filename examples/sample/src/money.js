/** Amounts are whole cents. Floating point never holds money. */

/** `12.34` as 1234 cents. Refuses what is no amount, and fractions of a cent. */
export function parseAmount(text) {
  const found = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text.trim());
  if (!found) throw new RangeError(`"${text}" is no amount`);
  const [, sign, whole, cents = ''] = found;
  const value = Number(whole) * 100 + Number(cents.padEnd(2, '0'));
  return sign ? -value : value;
}

/** 1234 cents as `12.34`. */
export function formatAmount(cents) {
  const positive = Math.abs(cents);
  const text = `${Math.floor(positive / 100)}.${String(positive % 100).padStart(2, '0')}`;
  return cents < 0 ? `-${text}` : text;
}

/** A part of an amount, in basis points (1 % is 100), half a cent rounded to the even cent. */
export function portion(cents, basisPoints) {
  const exact = cents * basisPoints;
  const whole = Math.floor(exact / 10_000);
  const rest = exact - whole * 10_000;
  if (rest * 2 === 10_000) return whole % 2 === 0 ? whole : whole + 1;
  return rest * 2 > 10_000 ? whole + 1 : whole;
}

/** Splits an amount by weights. The shares add up to the amount; left-over cents go to the largest remainders. */
export function allocate(cents, weights) {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total <= 0) throw new RangeError('weights must add up to more than nothing');
  const shares = weights.map((weight, index) => {
    const exact = (cents * weight) / total;
    return { index, cents: Math.floor(exact), remainder: exact - Math.floor(exact) };
  });
  let left = cents - shares.reduce((sum, share) => sum + share.cents, 0);
  for (const share of [...shares].sort((a, b) => b.remainder - a.remainder || a.index - b.index)) {
    if (left === 0) break;
    share.cents += 1;
    left -= 1;
  }
  return shares.map((share) => share.cents);
}
